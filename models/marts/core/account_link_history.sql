-- Grain: one row per company of a source and period in which the warehouse knew it as this account
-- for this reason; half-open, without gaps, the last one without an end.
select
    source,
    source_account_id,
    account_id,
    rule,
    evidence,
    known_from,
    known_until

from {{ ref('int_identity__account_link_history') }}
