-- Grain: one row per contact with the attributes of its CRM record; without one only the address is
-- known. Of several CRM records the one that names an employer and was known first speaks. Employer
-- and role are those of the as-of day; what a contact did earlier may belong to another account
-- (join_employers).
with records as (

    select
        contact_records.contact_id,
        contact_records.first_known_at,
        contact_records.source,
        contact_records.source_contact_id,
        contact_records.email,
        contacts.consent_email,
        contacts.is_internal,
        contacts.is_deleted,
        row_number() over (
            partition by contact_records.contact_id
            order by
                case when contacts.source_account_id is not null then 0 else 1 end,
                case when contacts.source_contact_id is not null then 0 else 1 end,
                case when coalesce(contacts.is_deleted, false) then 1 else 0 end,
                contact_records.first_known_at,
                contact_records.source,
                contact_records.source_contact_id
        ) as speaking_order

    from {{ ref('int_identity__contact_records') }} as contact_records
    left join {{ ref('int_inputs__contacts') }} as contacts
        on
            contact_records.source = contacts.source
            and contact_records.source_contact_id = contacts.source_contact_id

),

with_email as (

    select
        records.*,
        -- An address alone may be one that the person had before.
        coalesce(
            max(case when source <> 'email' then email end) over (partition by contact_id),
            max(email) over (partition by contact_id)
        ) as known_email,
        max(case when is_internal then 1 else 0 end) over (
            partition by contact_id
        ) = 1 as is_internal_somewhere,
        min(case when consent_email then 1 when not consent_email then 0 end) over (
            partition by contact_id
        ) = 1 as consents_everywhere,
        min(first_known_at) over (partition by contact_id) as contact_known_at

    from records

)

select
    with_email.contact_id,
    employers.account_id,
    with_email.known_email as email,
    {{ email_domain('with_email.known_email') }} as email_domain,
    roles.role,
    coalesce(roles.is_decision_maker, false) as is_decision_maker,
    with_email.consents_everywhere as consent_email,
    with_email.is_internal_somewhere
    {%- for domain in var('internal_domains') %}
    or coalesce({{ email_domain('with_email.known_email') }} = '{{ domain | lower }}', false)
    {%- endfor %} as is_internal,
    coalesce(with_email.is_deleted, false) as is_deleted,
    with_email.contact_known_at as first_known_at

from with_email
cross join {{ ref('int_inputs__as_of') }} as as_of
{{ join_employers('with_email.contact_id', 'as_of.as_of_ends_at') }}
{{ join_roles('with_email.contact_id', 'as_of.as_of_ends_at') }}
where with_email.speaking_order = 1
