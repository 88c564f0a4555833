-- Promise: every account has a next approach: some rule fits it. Taking the rule without conditions
-- out of approach_rules breaks it.
select accounts.account_id
from {{ ref('int_identity__accounts') }} as accounts
left join {{ ref('next_approach') }} as approaches
    on accounts.account_id = approaches.account_id
where approaches.account_id is null
