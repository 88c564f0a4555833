{# How a period is written: 2025-04, FY2025-Q1, FY2025, all; a survey wave by its survey
   (`period_key`). Quarters and years are fiscal. #}
{% macro period_label(period_type, period_start, period_key='cast(null as string)') -%}
    case {{ period_type }}
        when 'all' then 'all'
        when 'survey_wave' then {{ period_key }}
        when 'month' then substr(cast({{ period_start }} as string), 1, 7)
        when 'quarter'
            then
                'FY' || cast({{ fiscal_year(period_start) }} as bigint)
                || '-Q' || cast({{ fiscal_quarter(period_start) }} as bigint)
        else 'FY' || cast({{ fiscal_year(period_start) }} as bigint)
    end
{%- endmacro %}

{# The first day of the last month of a period; NULL for `all` and for a survey wave, which has no
   length of its own. #}
{% macro last_month_of_period(period_type, period_start) -%}
    case {{ period_type }}
        when 'month' then {{ period_start }}
        when 'quarter' then {{ add_months(period_start, 2) }}
        when 'fiscal_year' then {{ add_months(period_start, 11) }}
    end
{%- endmacro %}
