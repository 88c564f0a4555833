-- What to do next with an account (variable `account_id`).
select
    approaches.reason_code,
    approaches.reason,
    approaches.reason_en,
    approaches.due_date,
    approaches.channel,
    approaches.contact_id,
    contacts.role,
    approaches.is_suppressed,
    approaches.approach_colour,
    approaches.last_contact_date,
    approaches.open_questions,
    approaches.evidence_event_ids

from marts.next_approach as approaches
left join marts.dim_contacts as contacts on approaches.contact_id = contacts.contact_id
where approaches.account_id = getvariable('account_id')
