-- Grain: one row per contact. No e-mail address, personal name or phone: the id and the domain are
-- enough to join.
with last_engaged as (

    select
        contact_id,
        max(event_date) as last_engaged_date

    from {{ ref('int_activity__engagement_events') }}
    where depth >= 2 and not is_machine and direction <> 'outbound'
    group by contact_id

)

select
    contacts.contact_id,
    contacts.account_id,
    coalesce(contacts.role, '(unknown)') as role,
    contacts.is_decision_maker,
    contacts.email_domain,
    contacts.consent_email,
    contacts.is_internal,
    contacts.is_deleted,
    coalesce(scores.contact_score, 0) as contact_score,
    last_engaged.last_engaged_date

from {{ ref('int_identity__contacts') }} as contacts
left join last_engaged
    on contacts.contact_id = last_engaged.contact_id
left join {{ ref('int_score__contact_scores') }} as scores
    on contacts.contact_id = scores.contact_id
