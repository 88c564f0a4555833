-- Promise: the history of every record begins when it was first known, each period ends where the
-- next one begins, and only the last has no end, so that every record is in one account at every
-- moment.
with periods as (

    select
        history.source,
        history.source_account_id,
        history.known_from,
        history.known_until,
        lag(history.known_until) over (
            partition by history.source, history.source_account_id order by history.known_from
        ) as known_until_before,
        row_number() over (
            partition by history.source, history.source_account_id order by history.known_from
        ) as place,
        lead(history.known_from) over (
            partition by history.source, history.source_account_id order by history.known_from
        ) as next_from

    from {{ ref('account_link_history') }} as history

)

select
    records.source,
    records.source_account_id,
    periods.known_from,
    periods.known_until

from {{ ref('int_identity__account_records') }} as records
left join periods
    on
        records.source = periods.source
        and records.source_account_id = periods.source_account_id
where
    periods.source is null
    or (periods.place = 1 and periods.known_from <> records.first_known_at)
    or (periods.place > 1 and coalesce(periods.known_until_before <> periods.known_from, true))
    or (periods.next_from is null and periods.known_until is not null)
    or periods.known_until <= periods.known_from
