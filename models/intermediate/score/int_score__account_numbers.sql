-- Grain: one row per account that there ever was: a number for it. Millions of rows are sorted and
-- counted by whole numbers several times faster than by keys.
with accounts as (

    select account_id
    from {{ ref('int_identity__account_link_history') }}
    union
    select account_id
    from {{ ref('int_identity__contact_employers') }}

)

select
    account_id,
    row_number() over (order by account_id) as account_no

from accounts
where account_id is not null
