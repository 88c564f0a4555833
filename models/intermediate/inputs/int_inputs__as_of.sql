-- Grain: one row. The day that every relative figure counts from. data_through is the last local
-- day on which something loaded happened; what is dated after its own load has not happened and
-- moves nothing. Where only master data was loaded, the last day on which some became known
-- stands in. known_until says what a build may know: everything loaded, or, for a day that was
-- asked for, what was available when that day ended. The last day's events often come with the
-- next morning's load.
{% set occurrences = [
    ('activity_sources', 'activities', 'occurred_at'),
    ('email_sources', 'email_sends', 'sent_at'),
    ('email_sources', 'email_events', 'occurred_at'),
    ('webinar_sources', 'webinars', 'started_at'),
    ('webinar_sources', 'webinar_registrations', 'registered_at'),
    ('webinar_sources', 'webinar_joins', 'joined_at'),
    ('social_sources', 'social_posts', 'published_at'),
    ('survey_sources', 'survey_responses', 'responded_at'),
    ('survey_invitation_sources', 'survey_invitations', 'invited_at'),
    ('web_sources', 'web_events', 'event_at'),
    ('webinar_interaction_sources', 'webinar_interactions', 'occurred_at'),
    ('ticket_sources', 'tickets', 'created_at'),
    ('campaign_member_sources', 'campaign_members', 'created_at'),
    ('opportunity_sources', 'opportunities', 'created_at'),
    ('opportunity_sources', 'opportunity_stages', 'changed_at'),
    ('invoice_sources', 'invoices', 'issued_at'),
] %}
with happened as (

    {% for list_name, concept, occurred_at in occurrences %}
        {% for source in var(list_name) %}
            select
                max(
                    case when {{ occurred_at }} <= loaded_at then {{ local_date(occurred_at) }} end
                ) as last_day,
                max(loaded_at) as last_loaded_at
            from {{ ref('stg_' ~ source ~ '__' ~ concept) }}
            union all
        {% endfor %}
    {% endfor %}
    {% for source in var('churn_flag_sources') %}
        select
            max(
                case when churned_on <= {{ local_date('loaded_at') }} then churned_on end
            ) as last_day,
            max(loaded_at) as last_loaded_at
        from {{ ref('stg_' ~ source ~ '__churn_flags') }}
        union all
    {% endfor %}
    {% for source in var('billing_sources') %}
        {{ 'union all' if not loop.first }}
        select
            max(
                case when started_on <= {{ local_date('loaded_at') }} then started_on end
            ) as last_day,
            max(loaded_at) as last_loaded_at
        from {{ ref('stg_' ~ source ~ '__subscriptions') }}
    {% endfor %}

),

became_known as (

    {% for list_names, concept in [
        (['crm_sources', 'account_sources'], 'accounts'),
        (['crm_sources', 'contact_sources'], 'contacts'),
    ] %}
        {{ 'union all' if not loop.first }}
        {% for source in listed_sources(list_names) %}
            {{ 'union all' if not loop.first }}
            select
                max({{ local_date('available_at') }}) as last_day,
                max(loaded_at) as last_loaded_at
            from {{ ref('stg_' ~ source ~ '__' ~ concept) }}
        {% endfor %}
    {% endfor %}

),

limits as (

    select
        (select max(last_day) from happened) as data_through,
        (select max(last_day) from became_known) as known_through,
        greatest(
            (select max(last_loaded_at) from happened),
            (select max(last_loaded_at) from became_known)
        ) as last_loaded_at

),

chosen as (

    select
        data_through,
        last_loaded_at,
        {% if var('as_of_date') %}
            cast('{{ var("as_of_date") }}' as date) as as_of_date
        {% else %}
            coalesce(data_through, known_through) as as_of_date
        {% endif %}

    from limits

),

bounded as (

    select
        chosen.*,
        {{ day_start_utc(add_days('as_of_date', 1)) }} as as_of_ends_at

    from chosen

)

select
    as_of_date,
    data_through,
    as_of_ends_at,
    {% if var('as_of_date') %}
        as_of_ends_at as known_until
    {% else %}
        greatest(as_of_ends_at, {{ add_seconds('last_loaded_at', 1) }}) as known_until
    {% endif %}

from bounded
