-- Grain: one row per stage that a deal entered, and exported version. The stage's name is that of
-- its last export; HubSpot keeps no amount with it.
with stage_versions as (

    select
        stage_id,
        stage_name,
        row_number() over (
            partition by stage_id
            order by updated_at desc nulls last, loaded_at desc, file_name desc, file_row desc
        ) as version_rank

    from {{ ref('base_hubspot__deal_pipeline_stage') }}

)

select
    'hubspot' as source,
    {{ entity_key('deal_stage', ['entered.deal_id', 'entered.stage_id', 'entered.entered_at']) }}
        as source_event_id,
    entered.deal_id as source_opportunity_id,
    coalesce(known_stages.stage_name, entered.stage_id) as stage,
    cast(null as decimal(18, 2)) as amount,
    entered.entered_at as changed_at,
    entered.updated_at,
    entered.available_at,
    entered.loaded_at,
    entered.load_id,
    entered.file_name,
    entered.file_row

from {{ ref('base_hubspot__deal_stage') }} as entered
left join stage_versions as known_stages
    on entered.stage_id = known_stages.stage_id and known_stages.version_rank = 1
