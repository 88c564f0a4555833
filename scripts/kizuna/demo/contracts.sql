-- What is paid for. A contract is a subscription of a Stripe customer; its items follow one another
-- where plan or quantity change, always at the end of a term. Periods are half-open.
create table contracts as
with chains as (

    select
        *,
        1 as chain_no,
        customer_from as started_on,
        churned_on as ended_on,
        billing_interval as interval_then,
        u('trial', company_no) < 0.22 and known_on <= customer_from - 34 as has_trial

    from companies
    where becomes_customer

    union all

    -- Whoever comes back does so by the month.
    select
        *,
        2 as chain_no,
        returned_on as started_on,
        null as ended_on,
        'month' as interval_then,
        false as has_trial

    from companies
    where returned_on is not null

    union all

    -- A second department with an account of its own.
    select
        companies.*,
        3 as chain_no,
        account_records.created_on + 5 as started_on,
        companies.churned_on as ended_on,
        'month' as interval_then,
        false as has_trial

    from companies
    inner join account_records
        on
            companies.company_no = account_records.company_no
            and account_records.system = 'stripe'
            and account_records.copy_no = 2
    where
        account_records.created_on + 5 >= companies.customer_from
        and coalesce(account_records.created_on + 35 < companies.churned_on, true)
        and account_records.created_on < date '2026-02-20'

)

select
    chains.company_no * 4 + chains.chain_no as contract_no,
    chains.company_no,
    chains.chain_no,
    chains.started_on,
    chains.ended_on,
    chains.has_trial,
    chains.interval_then as billing_interval,
    billings.term_months,
    billings.percent_of_list,
    if(chains.is_foreign, 'USD', 'JPY') as currency,
    if(chains.chain_no = 1, chains.plan_level, 1) as first_level,
    if(chains.chain_no = 1, 1 + chains.employees // 160, 1) as first_quantity,
    account_records.source_account_id as stripe_customer_id,
    'sub_1' || left(md5('subscription' || contract_no || getvariable('seed')), 23)
        as subscription_id

from chains
inner join billings
    on chains.interval_then = billings.billing_interval
inner join account_records
    on
        chains.company_no = account_records.company_no
        and account_records.system = 'stripe'
        and account_records.copy_no = if(chains.chain_no = 3, 2, 1);

create table contract_items as
with wishes as (

    select
        contracts.*,
        t.change_no,
        -- The first end of a term after so many months.
        (
            whole(3, 12, 'change', contracts.contract_no * 4 + t.change_no)
            + (t.change_no - 1) * 12 + contracts.term_months - 1
        ) // contracts.term_months * contracts.term_months as change_after,
        cast(contracts.started_on + to_months(change_after) as date) as changed_on

    from contracts
    cross join generate_series(1, 2) as t (change_no)
    where contracts.chain_no = 1

),

-- What they want depends on how things are in the month before.
decided as (

    select
        wishes.*,
        case
            when
                company_months.engagement > 0.45
                and u('more', wishes.contract_no * 4 + wishes.change_no) < 0.55
                then 1
            when
                company_months.engagement < 0.4
                and u('less', wishes.contract_no * 4 + wishes.change_no) < 0.4
                then -1
            else 0
        end as direction,
        u('by plan', wishes.contract_no * 4 + wishes.change_no) < 0.4 as by_plan

    from wishes
    inner join company_months
        on
            wishes.company_no = company_months.company_no
            and month_no_of(wishes.changed_on) - 1 = company_months.month_no
    where
        wishes.changed_on <= last_day_of_all()
        and coalesce(wishes.changed_on < wishes.ended_on, true)

),

states as (

    select
        contract_no,
        0 as change_no,
        started_on as from_on,
        0 as level_step,
        0 as quantity_step

    from contracts

    union all

    select
        contract_no,
        change_no,
        changed_on as from_on,
        if(by_plan, direction, 0) as level_step,
        if(by_plan, 0, direction * whole(1, 3, 'step', contract_no * 4 + change_no))
            as quantity_step

    from decided
    where direction <> 0

),

summed as (

    select
        contracts.*,
        states.change_no,
        states.from_on,
        greatest(1, least(3, contracts.first_level + sum(states.level_step) over so_far))
            as plan_level,
        greatest(1, contracts.first_quantity + sum(states.quantity_step) over so_far) as quantity

    from states
    inner join contracts
        on states.contract_no = contracts.contract_no
    window so_far as (partition by states.contract_no order by states.change_no)

),

-- A change that changes nothing (the smallest cannot get smaller) is none.
changed as (

    select *
    from summed
    window by_contract as (partition by contract_no order by change_no)
    qualify
        plan_level is distinct from lag(plan_level) over by_contract
        or quantity is distinct from lag(quantity) over by_contract

)

select
    changed.*,
    changed.contract_no * 4 + changed.change_no as item_no,
    coalesce(
        lead(changed.from_on) over (partition by changed.contract_no order by changed.change_no),
        changed.ended_on
    ) as until_on,
    plans.product,
    'price_'
    || changed.plan_level
    || '_'
    || changed.billing_interval
    || '_'
    || lower(changed.currency)
        as price_key,
    -- In the smallest unit of the currency, for one of them and one term.
    if(changed.currency = 'USD', plans.price_usd * 100, plans.price_jpy)
    * changed.term_months * changed.percent_of_list // 100 as unit_amount,
    -- METRICS 6: half-up to 0.01 once per item.
    cast(
        floor(
            cast(
                unit_amount
                * changed.quantity
                * if(changed.currency = 'USD', 1, 100) as decimal(18, 0)
            )
            / changed.term_months + 0.5
        ) as bigint
    ) as mrr_hundredths

from changed
inner join plans
    on changed.plan_level = plans.plan_level;

-- MRR of the last day of each month, from the first month that has some.
create table true_mrr as
with running as (

    select
        contract_items.company_no,
        contract_items.currency,
        months.month_no,
        months.first_day as month,
        sum(
            if(
                contract_items.from_on <= months.last_day
                and coalesce(contract_items.until_on > months.last_day, true),
                contract_items.mrr_hundredths, 0
            )
        ) as hundredths

    from contract_items
    cross join months
    group by all

)

select
    company_no,
    currency,
    month_no,
    month,
    cast(hundredths / cast(100 as decimal(18, 2)) as decimal(18, 2)) as mrr

from running
qualify sum(hundredths) over (partition by company_no, currency order by month_no) > 0;
