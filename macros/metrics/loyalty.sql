{# Where an account stands between behaviour and feeling (METRICS 7): engagement of 50 or more
   against a mean recommend answer of 7 or more. Without a valid answer, or without a score, it is
   unknown. #}
{% macro loyalty_quadrant(engagement_score, mean_score) -%}
    case
        when {{ engagement_score }} is null or {{ mean_score }} is null then 'unknown'
        when {{ engagement_score }} >= 50 and {{ mean_score }} >= 7 then 'co_creator'
        when {{ mean_score }} >= 7 then 'silent_supporter'
        when {{ engagement_score }} >= 50 then 'at_risk_enthusiast'
        else 'drifting'
    end
{%- endmacro %}
