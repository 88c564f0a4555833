-- Promise: at no moment does an account hold two different valid 法人番号, unless the seed
-- account_link_rules joins them. It does not say that a number is the right one.
with numbers as (

    select
        resolutions.moment_no,
        resolutions.account_id,
        min(states.corporate_number) as corporate_number,
        max(states.corporate_number) as other_corporate_number,
        max(case when facts.rule = 'manual' then 1 else 0 end) as is_joined_by_hand

    from {{ ref('int_identity__account_resolutions') }} as resolutions
    inner join {{ ref('int_identity__account_states') }} as states
        on
            resolutions.moment_no = states.moment_no
            and resolutions.record_no = states.record_no
    left join {{ ref('int_identity__account_facts') }} as facts
        on
            resolutions.moment_no = facts.moment_no
            and resolutions.record_no = facts.record_no
            and facts.rule = 'manual'
    group by
        resolutions.moment_no,
        resolutions.account_id

)

select
    moment_no,
    account_id,
    corporate_number,
    other_corporate_number

from numbers
where corporate_number <> other_corporate_number and is_joined_by_hand = 0
