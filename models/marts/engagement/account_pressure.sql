-- Grain: one row per account. The caps are those of one person, so an account is as pressed as its
-- most pressed contact: ten people who got one mail each are no saturated company. Touches whose
-- person is unknown count as those of one more.
with touches as (

    select
        account_id,
        contact_id,
        coalesce(contact_id, '(unknown)') as person,
        sender,
        event_id,
        touch_date

    from {{ ref('int_pressure__touches') }}
    where account_id is not null

),

people as (

    {{ pressure_by('touches', ['account_id', 'person']) }}

),

pressed as (

    select
        account_id,
        sum(touches_7d) as touches_7d,
        sum(touches_28d) as touches_28d,
        max(pressure) as pressure,
        sum(case when pressure >= 2 and person <> '(unknown)' then 1 else 0 end) as contacts_at_cap

    from people
    group by account_id

),

reached as (

    select
        touches.account_id,
        count(distinct touches.contact_id) as contacts_touched_28d,
        count(distinct touches.sender) as senders_28d

    from touches
    cross join {{ ref('int_inputs__as_of') }} as as_of
    where touches.touch_date > {{ add_days('as_of.as_of_date', -28) }}
    group by touches.account_id

)

select
    accounts.account_id,
    cast(coalesce(pressed.touches_7d, 0) as bigint) as touches_7d,
    cast(coalesce(pressed.touches_28d, 0) as bigint) as touches_28d,
    coalesce(reached.contacts_touched_28d, 0) as contacts_touched_28d,
    cast(coalesce(pressed.contacts_at_cap, 0) as bigint) as contacts_at_cap,
    coalesce(reached.senders_28d, 0) as senders_28d,
    {{ pressure_state('pressed.pressure') }} as state,
    as_of.as_of_date

from {{ ref('int_identity__accounts') }} as accounts
cross join {{ ref('int_inputs__as_of') }} as as_of
left join pressed on accounts.account_id = pressed.account_id
left join reached on accounts.account_id = reached.account_id
