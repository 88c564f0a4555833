-- Grain: one row per activity, response to a campaign, ticket and won deal, as events of the spine.
-- What its tool took back (cancelled, deleted, gone from the full export) is no event. A won deal
-- is a purchase: stored, never engagement.
{{ config(materialized='view') }}
with campaigns as (

    select
        source,
        campaign_id,
        campaign_name,
        channel

    from {{ ref('int_inputs__campaigns') }}

),

members as (

    select
        source,
        source_event_id,
        campaign_id,
        source_contact_id,
        email,
        lower({{ nfkc('status') }}) as status_words,
        coalesce(responded_at, created_at) as occurred_at,
        responded_available_at

    from {{ ref('int_inputs__campaign_members') }}
    where has_responded and not is_deleted

),

as_of as (

    select as_of_ends_at from {{ ref('int_inputs__as_of') }}

),

events as (

    select
        'activity' as concept,
        activities.source,
        activities.source_event_id,
        activities.source_account_id,
        activities.source_contact_id,
        activities.email,
        activities.event_type,
        activities.campaign_id,
        activities.content_id,
        campaigns.campaign_name as title,
        activities.occurred_at,
        activities.available_at

    from {{ ref('int_inputs__activities') }} as activities
    left join campaigns
        on
            activities.source = campaigns.source
            and activities.campaign_id = campaigns.campaign_id

    union all

    select
        'campaign_member' as concept,
        members.source,
        members.source_event_id,
        cast(null as string) as source_account_id,
        members.source_contact_id,
        members.email,
        {{ campaign_response_type('campaigns.channel', 'members.status_words') }} as event_type,
        members.campaign_id,
        cast(null as string) as content_id,
        campaigns.campaign_name as title,
        members.occurred_at,
        members.responded_available_at as available_at

    from members
    left join campaigns
        on members.source = campaigns.source and members.campaign_id = campaigns.campaign_id

    union all

    select
        'ticket' as concept,
        source,
        source_ticket_id as source_event_id,
        source_account_id,
        source_contact_id,
        email,
        'ticket_opened' as event_type,
        cast(null as string) as campaign_id,
        cast(null as string) as content_id,
        cast(null as string) as title,
        created_at as occurred_at,
        available_at

    from {{ ref('int_inputs__tickets') }}
    where not is_deleted

    union all

    select
        'opportunity' as concept,
        source,
        source_opportunity_id as source_event_id,
        source_account_id,
        cast(null as string) as source_contact_id,
        cast(null as string) as email,
        'purchase_made' as event_type,
        cast(null as string) as campaign_id,
        cast(null as string) as content_id,
        cast(null as string) as title,
        {{ day_start_utc('closed_on') }} as occurred_at,
        won_available_at as available_at

    from {{ ref('int_inputs__opportunities') }}
    where is_won and not is_deleted

)

select
    events.concept,
    events.source,
    events.source_event_id,
    events.source_account_id,
    events.source_contact_id,
    events.email,
    cast(null as string) as contact_id,
    events.event_type,
    events.campaign_id,
    events.content_id,
    events.title,
    cast(null as string) as machine_reason,
    events.occurred_at,
    events.available_at

from events
cross join as_of
where events.occurred_at < as_of.as_of_ends_at
