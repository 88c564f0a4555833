-- Grain: one row per person of ours who looks after accounts.
{% set columns = [
    'source', 'owner_id', 'owner_name', 'team', 'is_active'
] %}
with exported as (

    {{ union_sources('owner_sources', 'owners', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'owner_id']) }}

)

select
    source,
    owner_id,
    owner_name,
    team,
    is_active,
    first_available_at as available_at

from known
