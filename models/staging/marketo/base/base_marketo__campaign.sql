-- Grain: one row per smart campaign and exported version. It feeds no concept: what people get is
-- the e-mail, and what is planned is the program; this is the rule between the two.
select
    id as smart_campaign_id,
    name as smart_campaign_name,
    type as smart_campaign_type,
    case
        when program_id is not null then 'program-' || program_id
    end as program_campaign_id,
    coalesce(is_deleted, false) as is_deleted,
    created_at,
    {{ lineage(updated_at='updated_at') }}

from {{ source('marketo', 'campaign') }}
