-- Grain: one row per account that had MRR on any day up to the as-of date.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

)

select
    spells.account_id,
    min(spells.account_started_on) as first_customer_date,
    max(spells.account_ends_on) > max(as_of.as_of_date) as is_customer,
    min(spells.account_ends_on) <= max(as_of.as_of_date) as has_ever_left

from {{ ref('int_revenue__spells') }} as spells
cross join as_of
group by spells.account_id
