-- Grain: one row per member of staff and version. The team is the main one, or the only one, as
-- last exported.
with membership_versions as (

    select
        owner_id,
        team_id,
        is_primary,
        is_removed,
        row_number() over (
            partition by owner_id, team_id
            order by loaded_at desc, file_name desc, file_row desc
        ) as version_rank

    from {{ ref('base_hubspot__owner_team') }}

),

team_versions as (

    select
        team_id,
        team_name,
        row_number() over (
            partition by team_id order by loaded_at desc, file_name desc, file_row desc
        ) as version_rank

    from {{ ref('base_hubspot__team') }}

),

main_teams as (

    select
        owner_id,
        coalesce(
            min(case when is_primary then team_id end),
            case when count(*) = 1 then min(team_id) end
        ) as team_id

    from membership_versions
    where version_rank = 1 and not is_removed
    group by owner_id

)

select
    'hubspot' as source,
    owners.owner_id,
    owners.owner_name,
    teams.team_name as team,
    owners.is_active,
    owners.updated_at,
    owners.available_at,
    owners.loaded_at,
    owners.load_id,
    owners.file_name,
    owners.file_row

from {{ ref('base_hubspot__owner') }} as owners
left join main_teams on owners.owner_id = main_teams.owner_id
left join team_versions as teams
    on main_teams.team_id = teams.team_id and teams.version_rank = 1
