-- Grain: one row per channel of a touch and band of how many touches the contact had had in 28
-- days, that touch included. Only touches of known contacts whose 7 days are over: a touch of
-- yesterday is not unanswered yet. A call that connected is a conversation, so that the row of
-- calls holds attempts alone.
{% set answer_seconds = 7 * 24 * 60 * 60 %}
with touches as (

    select
        event_id,
        contact_id,
        channel,
        touch_date,
        {{ days_from("cast('2000-01-01' as date)", 'touch_date') }} as day_no,
        occurred_at

    from {{ ref('int_pressure__touches') }}
    where contact_id is not null

),

reactions as (

    select
        event_id,
        contact_id,
        event_type,
        valence,
        occurred_at

    from {{ ref('int_activity__engagement_events') }}
    where
        contact_id is not null
        and direction in ('inbound', 'two_way')
        and not is_machine

),

numbered as (

    select
        touches.*,
        row_number() over (
            partition by contact_id order by occurred_at, event_id
        ) - count(*) over (
            partition by contact_id
            order by day_no
            range between unbounded preceding and 28 preceding
        ) as touches_28d

    from touches

),

-- Touches and reactions of a contact in their order; at one instant the reaction stands first, for
-- it answers something earlier.
in_order as (

    select
        event_id,
        contact_id,
        1 as place,
        cast(null as timestamp) as answered_at,
        occurred_at
    from touches

    union all

    select
        event_id,
        contact_id,
        0 as place,
        occurred_at as answered_at,
        occurred_at
    from reactions
    where valence >= 0

),

followed as (

    select
        event_id,
        place,
        min(answered_at) over (
            partition by contact_id
            order by occurred_at, place, event_id
            rows between 1 following and unbounded following
        ) as next_answer_at

    from in_order

),

-- Who leaves the mailing list or reports a mail does it because of the last mail before.
mails_and_exits as (

    select
        event_id,
        contact_id,
        'mail' as kind,
        0 as place,
        occurred_at
    from touches
    where channel = 'email'

    union all

    select
        event_id,
        contact_id,
        event_type as kind,
        1 as place,
        occurred_at
    from reactions
    where event_type in ('email_unsubscribed', 'email_complained')

),

counted_mails as (

    select
        event_id,
        contact_id,
        kind,
        occurred_at,
        sum(case when kind = 'mail' then 1 else 0 end) over (
            partition by contact_id
            order by occurred_at, place, event_id
            rows unbounded preceding
        ) as mail_no

    from mails_and_exits

),

exits as (

    select
        mails.event_id,
        sum(case when exits.kind = 'email_unsubscribed' then 1 else 0 end) as unsubscribes,
        sum(case when exits.kind = 'email_complained' then 1 else 0 end) as complaints

    from counted_mails as mails
    inner join counted_mails as exits
        on mails.contact_id = exits.contact_id and mails.mail_no = exits.mail_no
    where
        mails.kind = 'mail'
        and exits.kind <> 'mail'
        and exits.occurred_at <= {{ add_seconds('mails.occurred_at', answer_seconds) }}
    group by mails.event_id

),

judged as (

    select
        numbered.channel,
        case
            when numbered.touches_28d <= 1 then '01'
            when numbered.touches_28d <= 3 then '02-03'
            when numbered.touches_28d <= 6 then '04-06'
            when numbered.touches_28d <= 12 then '07-12'
            else '13+'
        end as touches_28d_band,
        case
            when
                followed.next_answer_at
                <= {{ add_seconds('numbered.occurred_at', answer_seconds) }}
                then 1
            else 0
        end as is_answered,
        case when numbered.channel = 'email' then coalesce(exits.unsubscribes, 0) end
            as unsubscribes,
        case when numbered.channel = 'email' then coalesce(exits.complaints, 0) end as complaints

    from numbered
    cross join {{ ref('int_inputs__as_of') }} as as_of
    inner join followed
        on numbered.event_id = followed.event_id and followed.place = 1
    left join exits on numbered.event_id = exits.event_id
    where {{ add_seconds('numbered.occurred_at', answer_seconds) }} < as_of.as_of_ends_at

)

select
    channel,
    touches_28d_band,
    count(*) as touches,
    cast(sum(is_answered) as bigint) as answered,
    {{ rate('sum(is_answered)', 'count(*)') }} as precision,
    cast(sum(unsubscribes) as bigint) as unsubscribes,
    cast(sum(complaints) as bigint) as complaints

from judged
group by channel, touches_28d_band
