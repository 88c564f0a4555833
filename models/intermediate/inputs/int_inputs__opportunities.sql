-- Grain: one row per deal of a CRM, in the version known at the as-of date.
{% set columns = [
    'source', 'source_opportunity_id', 'source_account_id', 'opportunity_name', 'stage', 'amount',
    'currency', 'is_won', 'is_closed', 'owner_id', 'lead_source', 'is_deleted', 'closed_on',
    'created_at'
] %}
with exported as (

    {{ union_sources('opportunity_sources', 'opportunities', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_opportunity_id']) }}

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
    first_available_at as available_at

from known
