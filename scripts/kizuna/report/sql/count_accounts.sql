-- How many accounts there are, shown or not.
select count(*) as accounts

from marts.dim_accounts
where not is_deleted
