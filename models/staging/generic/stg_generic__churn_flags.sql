-- Grain: one row per flagged record and exported version. A row that says no counts too: it belongs
-- to those who could have churned. A flag without a day is the state of its load, so that no build
-- of an earlier day may know it, be it a backfill or not.
select
    source_system as source,
    flag,
    unit,
    record_id,
    account_id as source_account_id,
    is_churned,
    churned_on,
    cast(null as timestamp) as updated_at,
    case when churned_on is null then _loaded_at else _available_at end as available_at,
    _loaded_at as loaded_at,
    _load_id as load_id,
    _file as file_name,
    _row as file_row

from {{ source('generic', 'churn_flags') }}
