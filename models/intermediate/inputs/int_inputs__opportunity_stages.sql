-- Grain: one row per change of a deal's stage.
{% set columns = [
    'source', 'source_event_id', 'source_opportunity_id', 'stage', 'amount', 'changed_at'
] %}
with exported as (

    {{ union_sources('opportunity_sources', 'opportunity_stages', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_event_id'], 'changed_at') }}

)

select
    source,
    source_event_id,
    source_opportunity_id,
    stage,
    amount,
    changed_at,
    first_available_at as available_at

from known
