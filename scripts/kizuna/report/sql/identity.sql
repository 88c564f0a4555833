-- How sure it is whose records are whose.
select
    count(*) as records,
    count(account_id) as linked_records,
    (select count(*) from marts.dim_accounts) as accounts,
    (
        select count(distinct (source, source_account_id))
        from marts.account_link_ambiguities
    ) as undecided_records

from marts.account_links
