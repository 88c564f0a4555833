-- Grain: one row per company of a source, whether the CRM describes it or only a contract or an
-- answer names it, with its account as now known.
select
    source,
    source_account_id,
    account_id,
    first_known_at

from {{ ref('int_identity__account_links') }}
