-- Grain: one row per invoice and exported version, amounts in the currency. Test accounts are no
-- business. An invoice without a time of its own was created at the end of its period.
select
    invoices.id as invoice_id,
    invoices.customer_id as source_account_id,
    invoices.subscription_id,
    upper(invoices.currency) as currency,
    cast(
        cast(invoices.total as decimal(18, 0))
        * coalesce(currencies.smallest_unit, cast(0.01 as decimal(4, 3))) as decimal(18, 2)
    ) as amount,
    cast(
        cast(invoices.amount_paid as decimal(18, 0))
        * coalesce(currencies.smallest_unit, cast(0.01 as decimal(4, 3))) as decimal(18, 2)
    ) as amount_paid,
    case when invoices.is_deleted then 'deleted' else invoices.status end as status,
    coalesce(invoices.paid, invoices.status = 'paid', false) as is_paid,
    coalesce(invoices.finalized_at, invoices.created, invoices.period_end) as issued_at,
    invoices.paid_at,
    {{ lineage() }}

from {{ source('stripe', 'invoice') }} as invoices
left join {{ ref('base_stripe__currencies') }} as currencies
    on upper(invoices.currency) = currencies.currency
where coalesce(invoices.livemode, true)
