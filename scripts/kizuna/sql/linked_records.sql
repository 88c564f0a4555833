-- The records of an account, the oldest first.
select
    source,
    source_account_id,
    rule,
    evidence,
    confidence,
    first_known_at,
    previous_account_id,
    changed_at

from marts.account_links
where account_id = getvariable('account_id')
order by
    first_known_at,
    source,
    source_account_id
