-- Grain: one row per contact with the attributes of its CRM record; without one only the address is
-- known. Of several CRM records the one that names an employer and was known first speaks.
with records as (

    select
        contact_records.contact_id,
        contact_records.first_known_at,
        contact_records.source,
        contact_records.source_contact_id,
        contact_records.email,
        contacts.role,
        contacts.is_decision_maker,
        contacts.consent_email,
        contacts.is_internal,
        contacts.is_deleted,
        account_keys.account_id,
        row_number() over (
            partition by contact_records.contact_id
            order by
                case when account_keys.account_id is not null then 0 else 1 end,
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
    left join {{ ref('int_identity__account_keys') }} as account_keys
        on
            contacts.source = account_keys.source
            and contacts.source_account_id = account_keys.source_account_id

),

with_email as (

    select
        records.*,
        max(email) over (partition by contact_id) as known_email,
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
    contact_id,
    account_id,
    known_email as email,
    {{ email_domain('known_email') }} as email_domain,
    role,
    coalesce(is_decision_maker, false) as is_decision_maker,
    consents_everywhere as consent_email,
    is_internal_somewhere
    {%- for domain in var('internal_domains') %}
    or coalesce({{ email_domain('known_email') }} = '{{ domain | lower }}', false)
    {%- endfor %} as is_internal,
    coalesce(is_deleted, false) as is_deleted,
    contact_known_at as first_known_at

from with_email
where speaking_order = 1
