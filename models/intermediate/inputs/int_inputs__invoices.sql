-- Grain: one row per invoice, in the version known at the as-of date.
{% set columns = [
    'source', 'invoice_id', 'source_account_id', 'subscription_id', 'currency', 'amount',
    'amount_paid', 'status', 'is_paid', 'issued_at', 'paid_at'
] %}
with exported as (

    {{ union_sources('invoice_sources', 'invoices', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'invoice_id'], 'issued_at') }}

)

select
    source,
    invoice_id,
    source_account_id,
    subscription_id,
    currency,
    amount,
    amount_paid,
    status,
    is_paid,
    issued_at,
    paid_at,
    first_available_at as available_at

from known
