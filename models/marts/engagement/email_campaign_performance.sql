-- Grain: one row per mailing. Everything is counted in mails: sent, bounced, and opened, clicked,
-- unsubscribed from or complained of at least once; opens and clicks with machines (raw) and
-- without them (human). A human click implies an open. A mail that bounced and was delivered by a
-- later try was delivered, one that came back after delivery bounced. Where a tool tells of no
-- sends, what was sent and delivered is unknown. Events that name no mail are not counted.
with sent as (

    select
        source,
        campaign_id,
        count(distinct send_id) as sent,
        min(sent_at) as sent_at

    from {{ ref('int_inputs__email_sends') }}
    where campaign_id is not null
    group by source, campaign_id

),

outcomes as (

    select
        source,
        campaign_id,
        {{ mail_id('events') }} as mail_id,
        event_type,
        occurred_at

    from {{ ref('int_inputs__email_events') }} as events
    where
        campaign_id is not null
        and event_type in ('delivered', 'hard_bounce', 'soft_bounce')

),

last_outcomes as (

    select
        source,
        campaign_id,
        mail_id,
        max(case when event_type = 'delivered' then occurred_at end) as delivered_at,
        max(case when event_type <> 'delivered' then occurred_at end) as bounced_at

    from outcomes
    where mail_id is not null
    group by source, campaign_id, mail_id

),

bounced as (

    select
        source,
        campaign_id,
        count(case when coalesce(bounced_at > delivered_at, bounced_at is not null) then 1 end)
            as bounces

    from last_outcomes
    group by source, campaign_id

),

reactions as (

    select
        source,
        campaign_id,
        count(distinct case when event_type = 'open' then mail_id end) as opens_raw,
        count(
            distinct case
                when implies_open or (event_type = 'open' and not is_machine) then mail_id
            end
        ) as opens_human,
        count(distinct case when event_type = 'click' then mail_id end) as clicks_raw,
        count(distinct case when event_type = 'click' and not is_machine then mail_id end)
            as clicks_human,
        count(distinct case when event_type = 'unsubscribe' and not is_machine then mail_id end)
            as unsubscribes,
        count(distinct case when event_type = 'complaint' and not is_machine then mail_id end)
            as complaints

    from {{ ref('int_activity__email_events_classified') }}
    where campaign_id is not null
    group by source, campaign_id

),

mailings as (

    select
        source,
        campaign_id
    from sent
    union
    select
        source,
        campaign_id
    from bounced
    union
    select
        source,
        campaign_id
    from reactions

),

counted as (

    select
        mailings.source,
        mailings.campaign_id,
        campaigns.campaign_name,
        sent.sent_at,
        sent.sent,
        sent.sent - coalesce(bounced.bounces, 0) as delivered,
        case when sent.sent is not null then coalesce(bounced.bounces, 0) else bounced.bounces end
            as bounces,
        coalesce(reactions.opens_raw, 0) as opens_raw,
        coalesce(reactions.opens_human, 0) as opens_human,
        coalesce(reactions.clicks_raw, 0) as clicks_raw,
        coalesce(reactions.clicks_human, 0) as clicks_human,
        coalesce(reactions.unsubscribes, 0) as unsubscribes,
        coalesce(reactions.complaints, 0) as complaints

    from mailings
    left join sent
        on mailings.source = sent.source and mailings.campaign_id = sent.campaign_id
    left join bounced
        on mailings.source = bounced.source and mailings.campaign_id = bounced.campaign_id
    left join reactions
        on mailings.source = reactions.source and mailings.campaign_id = reactions.campaign_id
    left join {{ ref('dim_campaigns') }} as campaigns
        on mailings.source = campaigns.source and mailings.campaign_id = campaigns.campaign_id

)

select
    source,
    campaign_id,
    campaign_name,
    sent_at,
    {{ local_date('sent_at') }} as sent_date,
    cast(sent as bigint) as sent,
    cast(delivered as bigint) as delivered,
    cast(opens_raw as bigint) as opens_raw,
    cast(opens_human as bigint) as opens_human,
    cast(clicks_raw as bigint) as clicks_raw,
    cast(clicks_human as bigint) as clicks_human,
    cast(unsubscribes as bigint) as unsubscribes,
    cast(complaints as bigint) as complaints,
    cast(bounces as bigint) as bounces,
    {{ rate('opens_raw', 'delivered') }} as open_rate_raw,
    {{ rate('opens_human', 'delivered') }} as open_rate_human,
    {{ rate('clicks_raw', 'delivered') }} as click_rate_raw,
    {{ rate('clicks_human', 'delivered') }} as click_rate_human,
    {{ rate('clicks_raw', 'opens_raw') }} as ctor_raw,
    {{ rate('clicks_human', 'opens_human') }} as ctor_human,
    {{ rate('unsubscribes', 'delivered') }} as unsubscribe_rate,
    {{ rate('complaints', 'delivered') }} as complaint_rate

from counted
