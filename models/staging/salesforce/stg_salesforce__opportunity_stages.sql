-- Grain: one row per change of an opportunity and exported version. A change of amount, probability
-- or closing day repeats the stage.
select
    'salesforce' as source,
    id as source_event_id,
    opportunity_id as source_opportunity_id,
    stage_name as stage,
    amount,
    created_date as changed_at,
    {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp)') }}

from {{ source('salesforce', 'opportunity_history') }}
