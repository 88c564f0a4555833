{# What customers are told apart by, where retention and survival are shown by segment. #}
{% macro customer_segment_types() -%}
    {{ return(
        ['industry', 'company_size_band', 'region', 'plan', 'engagement_rank', 'nps_band']
    ) }}
{%- endmacro %}
