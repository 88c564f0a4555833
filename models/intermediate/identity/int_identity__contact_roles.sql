-- Grain: one row per contact, period in which it was so (valid_from, valid_until) and period in
-- which the warehouse knew it so (known_from, known_until); NULL is still. A record that names no
-- role says nothing; a CRM's record counts before another tool's.
{% set said = ['role', 'is_decision_maker'] %}
with statements as (

    select
        records.contact_id,
        versions.source,
        versions.source_contact_id,
        versions.role,
        coalesce(versions.is_decision_maker, false) as is_decision_maker,
        case when versions.is_of_crm then 0 else 1 end as class_no,
        versions.stated_at,
        versions.known_from,
        versions.version_no

    from {{ ref('int_inputs__contact_versions') }} as versions
    inner join {{ ref('int_identity__contact_records') }} as records
        on
            versions.source = records.source
            and versions.source_contact_id = records.source_contact_id
    where versions.role is not null or versions.is_decision_maker

),

{{ history_of_statements('statements', said) }}

select
    contact_id,
    role,
    is_decision_maker,
    valid_from,
    valid_until,
    known_from,
    known_until

from history
