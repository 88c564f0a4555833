-- Grain: one row per invoice and exported version; amounts with tax, in the currency.
{% for part in ['invoice', 'dashboard_invoices'] %}
    {{ 'union all' if not loop.first }}
    select
        'stripe' as source,
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
        {{ lineage_columns() | join(', ') }}
    from {{ ref('base_stripe__' ~ part) }}
{% endfor %}
