-- Grain: one row per invitation of one person to one survey and exported version. An invitation
-- without an id is known by survey, person and time.
with invitations as (

    select
        *,
        {{ normalised_email('email') }} as normalised_email
    from {{ source('generic', 'survey_invitations') }}

)

select
    source_system as source,
    coalesce(
        invitation_id,
        {{ entity_key('unnamed_survey_invitation', [
            'source_system',
            'survey_id',
            'coalesce(contact_id, normalised_email, account_id)',
            'invited_at'
        ]) }}
    ) as source_invitation_id,
    survey_id,
    survey_type,
    touchpoint,
    account_id as source_account_id,
    contact_id as source_contact_id,
    normalised_email as email,
    coalesce(is_test, false) as is_test,
    invited_at,
    {{ lineage() }}

from invitations
