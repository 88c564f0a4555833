{# Engagement rates per platform (METRICS 4). Platforms are never added up: each has a
   denominator of its own, and a figure that a platform does not provide makes its rate NULL,
   never smaller. #}
{% macro er_seed_numerator() -%}
    case platform
        when 'x' then likes + reposts + follows + clicks + replies
        when 'facebook' then likes + shares + comments + clicks
        when 'linkedin' then clicks + reactions + comments + shares + follows
        when 'instagram' then likes + comments + saves + shares
    end
{%- endmacro %}

{% macro er_seed_denominator() -%}
    case when platform in ('x', 'linkedin') then impressions else reach end
{%- endmacro %}
