-- What tells accounts of one name apart: the domain, else the corporate number, else the id.
with accounts as (

    select
        account_id,
        domain,
        corporate_number,
        count(*) over (partition by account_name) as accounts_of_name,
        count(*) over (partition by account_name, domain) as accounts_of_domain,
        count(*) over (partition by account_name, corporate_number) as accounts_of_number

    from marts.dim_accounts
    where account_name is not null

)

select
    account_id,
    case
        when domain is not null and accounts_of_domain = 1 then domain
        when corporate_number is not null and accounts_of_number = 1 then corporate_number
        else account_id
    end as distinction

from accounts
where accounts_of_name > 1
order by account_id
