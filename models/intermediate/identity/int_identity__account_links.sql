-- Grain: one row per company of a source with its account as now known: the open periods of the
-- history. previous_account_id is the last other account that the company was known as, with
-- changed_at, when that ended.
with compared as (

    select
        history.*,
        lag(account_id) over (
            partition by source, source_account_id order by known_from
        ) as account_id_before

    from {{ ref('int_identity__account_link_history') }} as history

),

changes as (

    select
        source,
        source_account_id,
        account_id_before as previous_account_id,
        known_from as changed_at,
        row_number() over (
            partition by source, source_account_id order by known_from desc
        ) as change_order

    from compared
    where account_id_before <> account_id

)

select
    history.source,
    history.source_account_id,
    history.account_id,
    history.rule,
    history.evidence,
    history.confidence,
    changes.previous_account_id,
    history.known_from,
    changes.changed_at,
    records.first_known_at

from {{ ref('int_identity__account_link_history') }} as history
inner join {{ ref('int_identity__account_records') }} as records
    on
        history.source = records.source
        and history.source_account_id = records.source_account_id
left join changes
    on
        history.source = changes.source
        and history.source_account_id = changes.source_account_id
        and changes.change_order = 1
where history.known_until is null
