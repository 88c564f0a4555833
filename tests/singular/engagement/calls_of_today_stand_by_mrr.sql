-- Promise: call_priority is the place among today's calls, told from dim_accounts: customers with a
-- person, due and not suppressed; rules without any condition last, then the most MRR, unknown MRR
-- after the known, then account_id. It does not check whether a call is wise.
with regular_codes as (

    select rules.reason_code
    from {{ ref('approach_rules') }} as rules
    group by rules.reason_code
    having
        max(
            case
                when
                    rules.status is null
                    and rules.score_from is null
                    and rules.score_below is null
                    and rules.trend_from is null
                    and rules.trend_below is null
                    and rules.approach_colour is null
                    and rules.stale_days is null
                    and rules.min_open_questions is null
                    and rules.renewal_within_days is null
                    and rules.nps_band is null
                    then 0
                else 1
            end
        ) = 0

),

due as (

    select
        approaches.account_id,
        coalesce(accounts.mrr, -1) as mrr,
        case when regular_codes.reason_code is null then 0 else 1 end as is_last

    from {{ ref('next_approach') }} as approaches
    inner join {{ ref('dim_accounts') }} as accounts
        on approaches.account_id = accounts.account_id
    left join regular_codes on approaches.reason_code = regular_codes.reason_code
    where
        accounts.lifecycle = 'customer'
        and approaches.due_date <= approaches.as_of_date
        and approaches.contact_id is not null
        and not approaches.is_suppressed

),

places as (

    select
        due.account_id,
        count(*) as place

    from due
    inner join due as earlier
        on
            due.is_last > earlier.is_last
            or (due.is_last = earlier.is_last and due.mrr < earlier.mrr)
            or (
                due.is_last = earlier.is_last
                and due.mrr = earlier.mrr
                and due.account_id >= earlier.account_id
            )
    group by due.account_id

)

select
    approaches.account_id,
    approaches.call_priority,
    places.place

from {{ ref('next_approach') }} as approaches
left join places on approaches.account_id = places.account_id
where coalesce(approaches.call_priority, 0) <> coalesce(places.place, 0)
