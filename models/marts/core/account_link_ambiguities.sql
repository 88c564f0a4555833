-- Grain: one row per company of a source and account that it may belong to. Nothing is guessed: the
-- record stands in account_links with an account of its own until a rule of the seed, or more data,
-- settles it.
select
    source,
    source_account_id,
    candidate_account_id,
    account_id,
    rule,
    evidence

from {{ ref('int_identity__account_ambiguities') }}
