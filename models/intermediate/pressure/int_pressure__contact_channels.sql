-- Grain: one row per contact who works for an account today and may be approached, with the channel
-- in which it answered most in 180 days: human reactions of depth 2 or more in the channels by
-- which a person can be approached; of two alike the one of the latest reaction. Without any, mail,
-- or a call where mail is out: who refused it, unsubscribed from it or reported it gets none.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

refused as (

    select distinct contact_id
    from {{ ref('int_activity__engagement_events') }}
    where event_type in ('email_unsubscribed', 'email_complained') and contact_id is not null

),

contacts as (

    select
        contacts.contact_id,
        contacts.account_id,
        contacts.is_decision_maker,
        coalesce(contacts.consent_email, true) and refused.contact_id is null as may_be_mailed

    from {{ ref('int_identity__contacts') }} as contacts
    left join refused on contacts.contact_id = refused.contact_id
    where
        contacts.account_id is not null
        and not contacts.is_internal
        and not contacts.is_deleted

),

reactions as (

    select
        events.contact_id,
        events.channel,
        count(*) as reactions,
        max(events.event_date) as last_reaction_date

    from {{ ref('int_activity__engagement_events') }} as events
    cross join as_of
    where
        events.contact_id is not null
        and events.direction in ('inbound', 'two_way')
        and not events.is_machine
        and events.depth >= 2
        and events.valence >= 0
        and events.event_date > {{ add_days('as_of.as_of_date', -180) }}
    group by events.contact_id, events.channel

),

totals as (

    select
        contact_id,
        sum(reactions) as reactions,
        max(last_reaction_date) as last_reaction_date

    from reactions
    group by contact_id

),

ranked as (

    select
        contacts.contact_id,
        reactions.channel,
        row_number() over (
            partition by contacts.contact_id
            order by
                reactions.reactions desc,
                reactions.last_reaction_date desc,
                reactions.channel asc
        ) as place

    from contacts
    inner join reactions on contacts.contact_id = reactions.contact_id
    where
        reactions.channel in ('email', 'call', 'meeting', 'chat')
        and (contacts.may_be_mailed or reactions.channel <> 'email')

)

select
    contacts.contact_id,
    contacts.account_id,
    case
        when ranked.channel is not null then ranked.channel
        when contacts.may_be_mailed then 'email'
        else 'call'
    end as channel,
    cast(coalesce(totals.reactions, 0) as bigint) as reactions_180d,
    totals.last_reaction_date,
    contacts.is_decision_maker,
    contacts.may_be_mailed

from contacts
left join totals on contacts.contact_id = totals.contact_id
left join ranked on contacts.contact_id = ranked.contact_id and ranked.place = 1
