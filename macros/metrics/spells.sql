{# Periods [started_on, ends_on) of one key that overlap or touch, as one: a select of the key,
   started_on and ends_on. An open end must be no_day(). Equal, nested and repeated periods are one
   too. #}
{% macro merged_periods(relation, key) -%}
    select
        {{ key | join(', ') }},
        min(started_on) as started_on,
        max(ends_on) as ends_on
    from (
        select
            {{ key | join(', ') }},
            started_on,
            ends_on,
            sum(case when started_on <= reached then 0 else 1 end) over (
                partition by {{ key | join(', ') }}
                order by started_on, ends_on
                rows between unbounded preceding and current row
            ) as spell_no
        from (
            select
                {{ key | join(', ') }},
                started_on,
                ends_on,
                max(ends_on) over (
                    partition by {{ key | join(', ') }}
                    order by started_on, ends_on
                    rows between unbounded preceding and 1 preceding
                ) as reached
            from {{ relation }}
        ) as followed
    ) as numbered
    group by {{ key | join(', ') }}, spell_no
{%- endmacro %}
