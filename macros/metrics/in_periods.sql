{# Every row of a relation once per period type, with `period_type` and `period_start`; a row
   without a day stands under `all` only. Rows of different types overlap. #}
{% macro in_periods(relation, day) -%}
    {%- set starts = {
        'all': 'cast(null as date)',
        'month': month_start(day),
        'quarter': fiscal_start(day, 3),
        'fiscal_year': fiscal_start(day, 12),
    } -%}
    {%- for period_type, period_start in starts.items() %}
        {{ 'union all' if not loop.first }}
        select
            {{ relation }}.*,
            '{{ period_type }}' as period_type,
            {{ period_start }} as period_start
        from {{ relation }}
        {{ 'where ' ~ day ~ ' is not null' if period_type != 'all' }}
    {%- endfor %}
{%- endmacro %}
