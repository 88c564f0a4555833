-- Grain: one row per way to name a contact: a source's own id (key_type `id`) or an address
-- (key_type `email`, whatever the source).
select
    'id' as key_type,
    source,
    source_contact_id as key_value,
    contact_id

from {{ ref('int_identity__contact_records') }}
where source <> 'email'

union all

select distinct
    'email' as key_type,
    'any' as source,
    email as key_value,
    contact_id

from {{ ref('int_identity__contact_records') }}
where email is not null
