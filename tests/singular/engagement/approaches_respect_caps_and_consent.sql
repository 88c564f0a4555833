-- Promise: nobody is to be approached before their suppress_until, unless an answer is owed, and
-- nobody by mail who refused it; whoever is named works for the account. It does not check whether
-- the proposal is wise.
with reasons as (

    select
        reason_code,
        max(case when based_on = 'open_question' then 1 else 0 end) = 1 as is_answer

    from {{ ref('approach_rules') }}
    group by reason_code

)

select
    approaches.account_id,
    approaches.reason_code,
    approaches.contact_id,
    approaches.due_date,
    approaches.channel,
    pressure.suppress_until,
    contacts.consent_email

from {{ ref('next_approach') }} as approaches
inner join reasons on approaches.reason_code = reasons.reason_code
left join {{ ref('contact_pressure') }} as pressure
    on approaches.contact_id = pressure.contact_id
left join {{ ref('int_identity__contacts') }} as contacts
    on approaches.contact_id = contacts.contact_id
where
    approaches.due_date < approaches.as_of_date
    or (
        approaches.contact_id is not null
        and (
            pressure.contact_id is null
            or (
                not reasons.is_answer
                and approaches.due_date < pressure.suppress_until
            )
            or (
                not reasons.is_answer
                and approaches.is_suppressed
                <> (pressure.suppress_until > approaches.as_of_date)
            )
            or (approaches.channel = 'email' and not coalesce(contacts.consent_email, true))
            or coalesce(contacts.account_id <> approaches.account_id, true)
        )
    )
