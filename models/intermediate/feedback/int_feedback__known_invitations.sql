-- Grain: one row per invitation of a known person to a known survey that was sent by the as-of
-- date. An entry of a list that names nobody can neither be answered nor be silent.
select
    invitations.invitation_id,
    invitations.survey_id,
    invitations.survey_type,
    invitations.contact_id,
    invitations.account_id,
    invitations.invited_at,
    {{ local_date('invitations.invited_at') }} as invited_on

from {{ ref('int_feedback__survey_invitations') }} as invitations
cross join {{ ref('int_inputs__as_of') }} as as_of
where
    invitations.contact_id is not null
    and invitations.survey_id is not null
    and coalesce(invitations.invited_at < as_of.as_of_ends_at, true)
