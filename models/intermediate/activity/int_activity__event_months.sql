-- Grain: one row per month (of UTC) with events: a fingerprint of all that the spine's rows of that
-- month are made from: the events and what event_types says. Whatever changes a row (a load, a
-- correction, a link between records, a rule, the as-of day) changes its month's fingerprint.
with rules as (

    select
        {{ rows_fingerprint([
            'event_type', 'channel', 'direction', 'behaviour_class', 'depth', 'valence'
        ]) }} as fingerprint

    from {{ ref('event_types') }}

),

months as (

    select
        cast(date_trunc('month', occurred_at) as date) as event_month,
        count(*) as events,
        {{ rows_fingerprint([
            'concept', 'source', 'source_event_id', 'source_account_id', 'account_id', 'contact_id',
            'event_type', 'campaign_id', 'content_id', 'machine_reason', 'occurred_at',
            'available_at'
        ]) }} as fingerprint

    from {{ ref('int_activity__distinct_events') }}
    group by cast(date_trunc('month', occurred_at) as date)

)

select
    months.event_month,
    months.events,
    concat_ws('/', rules.fingerprint, cast(months.events as string), months.fingerprint)
        as fingerprint

from months
cross join rules
