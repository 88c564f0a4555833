-- Grain: one row per invoice of a Dashboard export and exported version.
select
    id as invoice_id,
    customer_id as source_account_id,
    subscription_id,
    upper(currency) as currency,
    cast(total as decimal(18, 2)) as amount,
    cast(amount_paid as decimal(18, 2)) as amount_paid,
    lower(status) as status,
    coalesce(paid, lower(status) = 'paid', false) as is_paid,
    coalesce(finalized_at, created_at) as issued_at,
    paid_at,
    {{ lineage() }}

from {{ source('stripe', 'dashboard_invoices') }}
