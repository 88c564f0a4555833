-- Grain: one row per deal of a CRM, in the version known at the as-of date. That it was won is
-- known since the first version that tells of it.
{% set columns = [
    'source', 'source_opportunity_id', 'source_account_id', 'opportunity_name', 'stage', 'amount',
    'currency', 'is_won', 'is_closed', 'owner_id', 'lead_source', 'is_deleted', 'closed_on',
    'created_at'
] %}
with exported as (

    {{ union_sources('opportunity_sources', 'opportunities', columns) }}

),

told as (

    select
        exported.*,
        min(case when is_won then available_at end) over (
            partition by source, source_opportunity_id
        ) as won_told_at

    from exported

),

known as (

    {{ latest_known('told', ['source', 'source_opportunity_id']) }}

)

select
    source,
    source_opportunity_id,
    source_account_id,
    opportunity_name,
    stage,
    amount,
    currency,
    is_won,
    is_closed,
    owner_id,
    lead_source,
    coalesce(is_deleted, false) or vanished_at is not null as is_deleted,
    closed_on,
    created_at,
    case when is_won then won_told_at end as won_available_at,
    first_available_at as available_at

from known
