-- How sure it is whose records are whose.
with records as (

    select
        count(*) as records,
        count(account_id) as linked_records

    from marts.account_links

),

accounts as (

    select count(*) as accounts from marts.dim_accounts

),

undecided as (

    select
        source,
        source_account_id

    from marts.account_link_ambiguities
    group by source, source_account_id

)

select
    records.records,
    records.linked_records,
    accounts.accounts,
    count(undecided.source_account_id) as undecided_records

from records
cross join accounts
left join undecided
    on true
group by all
