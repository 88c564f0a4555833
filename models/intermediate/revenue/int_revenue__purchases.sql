-- Grain: one row per account and local day on which it bought something, up to the as-of date. Two
-- orders on one day are one. A renewal without a gap is no purchase, nor is a refund; another
-- product is one, and so is the same product after a gap.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

one_off_charges as (

    select
        account_keys.account_id,
        charges.started_on as purchase_date

    from {{ ref('int_inputs__subscriptions') }} as charges
    inner join {{ ref('int_identity__account_keys') }} as account_keys
        on
            charges.source = account_keys.source
            and charges.source_account_id = account_keys.source_account_id
    where
        charges.charge_type = 'one_off'
        and charges.amount >= 0

),

paid_periods as (

    select
        account_id,
        coalesce(product, '(unknown)') as product,
        started_on,
        coalesce(ends_on, {{ no_day() }}) as ends_on

    from {{ ref('int_revenue__subscriptions') }}
    where exclusion_reason is null

),

product_spells as (

    {{ merged_periods('paid_periods', ['account_id', 'product']) }}

),

bought as (

    select
        account_id,
        purchase_date
    from one_off_charges

    union

    select
        account_id,
        started_on as purchase_date
    from product_spells

)

select
    bought.account_id,
    bought.purchase_date

from bought
cross join as_of
where bought.purchase_date <= as_of.as_of_date
