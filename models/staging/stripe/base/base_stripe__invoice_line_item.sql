-- Grain: one row per line of an invoice and exported version, amounts in the currency. It feeds no
-- concept: the invoice tells what was paid, the subscription what is due every month.
select
    invoice_lines.id as invoice_line_item_id,
    invoice_lines.invoice_id,
    invoice_lines.subscription_id,
    invoice_lines.subscription_item_id,
    upper(invoice_lines.currency) as currency,
    cast(
        cast(invoice_lines.amount as decimal(18, 0))
        * coalesce(currencies.smallest_unit, cast(0.01 as decimal(4, 3))) as decimal(18, 4)
    ) as amount,
    invoice_lines.quantity,
    coalesce(invoice_lines.proration, false) as is_proration,
    invoice_lines.period_start as started_at,
    invoice_lines.period_end as ends_at,
    {{ lineage() }}

from {{ source('stripe', 'invoice_line_item') }} as invoice_lines
left join {{ ref('base_stripe__currencies') }} as currencies
    on upper(invoice_lines.currency) = currencies.currency
where coalesce(invoice_lines.livemode, true)
