-- Grain: one row. The day that every relative figure counts from. data_through is the last local
-- day on which something loaded happened; what is dated after its own load has not happened and
-- moves nothing. Where only master data was loaded, the last day on which some of it became known
-- stands in.
{% set occurrences = [
    ('activity_sources', 'activities', 'occurred_at'),
    ('email_sources', 'email_sends', 'sent_at'),
    ('email_sources', 'email_events', 'occurred_at'),
    ('webinar_sources', 'webinars', 'started_at'),
    ('webinar_sources', 'webinar_registrations', 'registered_at'),
    ('webinar_sources', 'webinar_joins', 'joined_at'),
    ('social_sources', 'social_posts', 'published_at'),
    ('survey_sources', 'survey_responses', 'responded_at'),
] %}
with happened as (

    {% for list_name, concept, occurred_at in occurrences %}
        {% for source in var(list_name) %}
            select max({{ local_date(occurred_at) }}) as last_day
            from {{ ref('stg_' ~ source ~ '__' ~ concept) }}
            where {{ occurred_at }} <= loaded_at
            union all
        {% endfor %}
    {% endfor %}
    {% for source in var('billing_sources') %}
        {{ 'union all' if not loop.first }}
        select max(started_on) as last_day
        from {{ ref('stg_' ~ source ~ '__subscriptions') }}
        where started_on <= {{ local_date('loaded_at') }}
    {% endfor %}

),

became_known as (

    {% for source in var('crm_sources') %}
        {{ 'union all' if not loop.first }}
        select max({{ local_date('available_at') }}) as last_day
        from {{ ref('stg_' ~ source ~ '__accounts') }}
        union all
        select max({{ local_date('available_at') }}) as last_day
        from {{ ref('stg_' ~ source ~ '__contacts') }}
    {% endfor %}

),

days as (

    select
        (select max(last_day) from happened) as data_through,
        (select max(last_day) from became_known) as known_through

),

chosen as (

    select
        data_through,
        {% if var('as_of_date') %}
            cast('{{ var("as_of_date") }}' as date) as as_of_date
        {% else %}
            coalesce(data_through, known_through) as as_of_date
        {% endif %}

    from days

)

select
    as_of_date,
    data_through,
    {{ day_start_utc(add_days('as_of_date', 1)) }} as as_of_ends_at

from chosen
