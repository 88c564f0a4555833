-- Accounts that the variable `wanted` names: by id or the beginning of one, by `source:id` of a
-- record, by name, or, where nothing else fits, by part of a name.
with question as (

    select getvariable('wanted') as wanted

),

named as (

    select
        accounts.account_id,
        accounts.account_name,
        accounts.domain,
        accounts.lifecycle,
        case
            when
                starts_with(accounts.account_id, question.wanted) and length(question.wanted) >= 6
                then 1
            when
                exists (
                    select 1
                    from marts.account_links as links
                    where
                        links.account_id = accounts.account_id
                        and links.source || ':' || links.source_account_id = question.wanted
                )
                then 1
            when accounts.account_name = question.wanted then 2
            when contains(accounts.account_name, question.wanted) and question.wanted <> '' then 3
        end as kind

    from marts.dim_accounts as accounts
    cross join question

)

select
    account_id,
    account_name,
    domain,
    lifecycle

from named
where kind = (select min(best.kind) from named as best)
order by
    account_name,
    account_id
