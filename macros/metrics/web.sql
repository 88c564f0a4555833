{# The GA4 rule (METRICS 4): more than 10 s of engagement, or a key event, or two views. #}
{% macro is_engaged_session(engagement_ms, key_events, views) -%}
    ({{ engagement_ms }} > 10000 or {{ key_events }} >= 1 or {{ views }} >= 2)
{%- endmacro %}


{# Where a session came from, by its source and medium in lower case. #}
{% macro channel_group(traffic_source, traffic_medium) -%}
    {%- set paid -%}
        {{ traffic_medium }} in ('cpc', 'ppc', 'cpm', 'cpv', 'paid', 'paidsearch', 'paid_social')
    {%- endset -%}
    {%- set search -%}
        {{ traffic_source }} in ('google', 'bing', 'yahoo', 'yahoo.co.jp', 'duckduckgo', 'baidu')
    {%- endset -%}
    {%- set social -%}
        (
            {{ traffic_medium }} in ('social', 'sns', 'social-network', 'paid_social')
            or {{ traffic_source }} in (
                'x', 'twitter', 't.co', 'facebook', 'facebook.com', 'm.facebook.com', 'instagram',
                'linkedin', 'linkedin.com', 'youtube', 'youtube.com', 'line'
            )
        )
    {%- endset -%}
    case
        when {{ traffic_source }} is null and {{ traffic_medium }} is null then 'direct'
        when {{ traffic_source }} = '(direct)' then 'direct'
        when {{ traffic_medium }} in ('email', 'e-mail', 'mail') then 'email'
        when {{ traffic_source }} in ('email', 'e-mail', 'newsletter') then 'email'
        when {{ traffic_medium }} in ('display', 'banner') then 'display'
        when {{ paid }} and {{ social }} then 'paid_social'
        when {{ paid }} and {{ search }} then 'paid_search'
        when {{ paid }} then 'paid_other'
        when {{ social }} then 'organic_social'
        when {{ traffic_medium }} = 'organic' or {{ search }} then 'organic_search'
        when {{ traffic_medium }} = 'referral' then 'referral'
        else 'other'
    end
{%- endmacro %}
