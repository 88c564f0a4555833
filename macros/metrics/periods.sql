{# How a period is written: 2025-04, FY2025-Q1, FY2025, all. Quarters and years are fiscal. #}
{% macro period_label(period_type, period_start) -%}
    case {{ period_type }}
        when 'all' then 'all'
        when 'month' then substr(cast({{ period_start }} as string), 1, 7)
        when 'quarter'
            then
                'FY' || cast({{ fiscal_year(period_start) }} as bigint)
                || '-Q' || cast({{ fiscal_quarter(period_start) }} as bigint)
        else 'FY' || cast({{ fiscal_year(period_start) }} as bigint)
    end
{%- endmacro %}
