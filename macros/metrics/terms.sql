{# Months in one term of a price; 0 where the term is shorter than a month. #}
{% macro term_months(billing_interval, interval_count) -%}
    (case {{ billing_interval }}
        when 'month' then {{ interval_count }}
        when 'quarter' then 3 * {{ interval_count }}
        when 'half_year' then 6 * {{ interval_count }}
        when 'year' then 12 * {{ interval_count }}
        else 0
    end)
{%- endmacro %}

{# Days in one term of a price by the week or day; 0 for all others. #}
{% macro term_days(billing_interval, interval_count) -%}
    (case {{ billing_interval }}
        when 'week' then 7 * {{ interval_count }}
        when 'day' then {{ interval_count }}
        else 0
    end)
{%- endmacro %}

{# How many whole terms lie in a time. #}
{% macro full_terms(elapsed, term) -%}
    cast(floor(({{ elapsed }}) / {{ term }}) as integer)
{%- endmacro %}
