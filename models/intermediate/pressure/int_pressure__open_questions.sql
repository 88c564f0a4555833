-- Grain: one row per question of a customer that still waits. A ticket waits until its tool says
-- that it is solved. A question or complaint outside of the help desk waits until somebody of ours
-- was in contact with who asked (with the account where nobody knows who), and is given up after
-- 90 days: answers that are logged nowhere would keep it open for ever.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

tickets as (

    select
        events.event_id,
        events.account_id,
        events.contact_id,
        events.event_type,
        events.event_date as asked_date,
        events.occurred_at

    from {{ ref('int_inputs__tickets') }} as tickets
    inner join {{ ref('int_activity__engagement_events') }} as events
        on
            events.event_type = 'ticket_opened'
            and tickets.source = events.source
            and tickets.source_ticket_id = events.source_event_id
    where not coalesce(tickets.is_solved, false) and not tickets.is_deleted

),

questions as (

    select
        events.event_id,
        events.account_id,
        events.contact_id,
        events.event_type,
        events.event_date as asked_date,
        events.occurred_at

    from {{ ref('int_activity__engagement_events') }} as events
    cross join as_of
    where
        events.event_type in ('question_asked', 'complaint_received')
        and not events.is_machine
        and events.event_date > {{ add_days('as_of.as_of_date', -90) }}

),

contacts_answered as (

    select
        contact_id,
        max(latest_possible_at) as last_answer_at

    from {{ ref('int_pressure__completed_contacts') }}
    where contact_id is not null
    group by contact_id

),

accounts_answered as (

    select
        account_id,
        max(latest_possible_at) as last_answer_at

    from {{ ref('int_pressure__completed_contacts') }}
    where account_id is not null
    group by account_id

),

waiting as (

    select
        questions.*,
        case
            when questions.contact_id is not null then contacts_answered.last_answer_at
            else accounts_answered.last_answer_at
        end as last_answer_at

    from questions
    left join contacts_answered on questions.contact_id = contacts_answered.contact_id
    left join accounts_answered on questions.account_id = accounts_answered.account_id

)

select
    event_id,
    account_id,
    contact_id,
    event_type,
    asked_date,
    occurred_at
from tickets

union all

select
    event_id,
    account_id,
    contact_id,
    event_type,
    asked_date,
    occurred_at
from waiting
where coalesce(last_answer_at < occurred_at, true)
