{# Net Promoter Score with a 95 % adjusted-Wald interval (METRICS 7): n + 3 answers, 0.75 of them
   promoters and 0.75 detractors. It stays honest for few answers, where the plain interval of
   three promoters would be a point. #}
{% macro nps(promoters, detractors, responses) -%}
    (100 * cast({{ promoters }} - {{ detractors }} as double) / nullif({{ responses }}, 0))
{%- endmacro %}

{% macro nps_centre(promoters, detractors, responses) -%}
    (100 * cast({{ promoters }} - {{ detractors }} as double) / ({{ responses }} + 3))
{%- endmacro %}

{% macro nps_standard_error(promoters, detractors, responses) -%}
    (100 * sqrt(
        (
            (cast({{ promoters }} + {{ detractors }} as double) + 1.5) / ({{ responses }} + 3)
            - power(({{ promoters }} - {{ detractors }}) / cast({{ responses }} + 3 as double), 2)
        ) / ({{ responses }} + 3)
    ))
{%- endmacro %}

{% macro nps_group(score) -%}
    case
        when {{ score }} >= 9 then 'promoter'
        when {{ score }} >= 7 then 'passive'
        else 'detractor'
    end
{%- endmacro %}

{# What answers are told apart by, where NPS is shown by segment. #}
{% macro nps_segment_types() -%}
    {{ return(
        ['industry', 'company_size_band', 'region', 'plan', 'engagement_rank', 'role']
    ) }}
{%- endmacro %}
