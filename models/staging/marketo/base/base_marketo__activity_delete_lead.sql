-- Grain: one row per deleted person, however often the deletion was exported.
select
    lead_id as source_contact_id,
    min(activity_date) as deleted_at,
    min(_available_at) as available_at,
    min(_loaded_at) as loaded_at,
    min(_load_id) as load_id

from {{ source('marketo', 'activity_delete_lead') }}
group by lead_id
