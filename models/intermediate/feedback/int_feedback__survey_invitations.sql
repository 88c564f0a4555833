-- Grain: one row per invitation to a survey, reminders included, of the contact and the account of
-- its time. Tests and our own staff are left out.
with resolved as (

    select
        invitations.*,
        {{ resolved_contact_id() }} as contact_id

    from {{ ref('int_inputs__survey_invitations') }} as invitations
    {{ join_contact_keys('invitations') }}

)

select
    {{ entity_key('survey_invitation', ['resolved.source', 'resolved.source_invitation_id']) }}
        as invitation_id,
    resolved.source,
    resolved.survey_id,
    resolved.survey_type,
    resolved.touchpoint,
    resolved.contact_id,
    coalesce(account_keys.account_id, employers.account_id) as account_id,
    resolved.invited_at,
    resolved.available_at

from resolved
left join {{ ref('int_identity__contacts') }} as contacts
    on resolved.contact_id = contacts.contact_id
left join {{ ref('int_identity__account_keys') }} as account_keys
    on
        resolved.source = account_keys.source
        and resolved.source_account_id = account_keys.source_account_id
{{ join_employers('resolved.contact_id', 'coalesce(resolved.invited_at, resolved.available_at)') }}
where
    not coalesce(resolved.is_test, false)
    and not coalesce(contacts.is_internal, false)
