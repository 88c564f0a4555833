-- Grain: one row per company of a source with its account as now known. What was known when stands
-- in account_link_history.
select
    source,
    source_account_id,
    account_id,
    rule,
    evidence,
    confidence,
    previous_account_id,
    changed_at,
    first_known_at

from {{ ref('int_identity__account_links') }}
