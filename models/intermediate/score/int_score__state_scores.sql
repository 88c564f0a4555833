-- Grain: one row per account with a score 28 days ago and now, and step of
-- int_score__change_states: its score in that state, from its events directly.
with accounts as (

    select
        later.account_id,
        earlier.engagement_score as from_score,
        later.engagement_score as to_score

    from {{ ref('int_score__account_scores') }} as later
    inner join {{ ref('int_inputs__as_of') }} as as_of
        on later.as_of_date = as_of.as_of_date
    inner join {{ ref('int_score__account_scores') }} as earlier
        on
            later.account_id = earlier.account_id
            and {{ add_days('later.as_of_date', -28) }} = earlier.as_of_date
    where later.engagement_score is not null and earlier.engagement_score is not null

),

remaining as (

    select
        states.step_no,
        events.account_no,
        events.contact_no,
        sum(
            events.events * events.points * power(
                cast(2 as double),
                -{{ days_from('events.event_date', 'states.day') }} / events.half_life_days
            )
        ) as points

    from {{ ref('int_score__contributions') }} as events
    inner join {{ ref('int_score__change_states') }} as states
        on
            events.rules_from = states.rules_from
            and events.available_on <= states.facts_known_on
            and events.counted_until > states.facts_known_on
            and events.event_date <= states.occurred_by
            and events.linked_from <= states.links_known_on
            and events.linked_until > states.links_known_on
    where not events.is_negative
    group by
        states.step_no,
        events.account_no,
        events.contact_no

),

engaged as (

    select
        states.step_no,
        events.account_no,
        events.contact_no,
        max(events.event_date) as last_engaged_date,
        max(case when events.event_date > {{ add_days('states.day', -90) }} then 1 else 0 end)
            as is_engaged

    from {{ ref('int_score__daily_events') }} as events
    inner join {{ ref('int_score__change_states') }} as states
        on
            events.available_on <= states.facts_known_on
            and events.event_date <= states.occurred_by
            and events.linked_from <= states.links_known_on
            and events.linked_until > states.links_known_on
    where events.depth >= 2
    group by
        states.step_no,
        events.account_no,
        events.contact_no

),

contacts as (

    select
        coalesce(remaining.step_no, engaged.step_no) as step_no,
        coalesce(remaining.account_no, engaged.account_no) as account_no,
        coalesce(remaining.contact_no, engaged.contact_no) as contact_no,
        remaining.points,
        engaged.last_engaged_date,
        engaged.is_engaged

    from remaining
    full outer join engaged
        on
            remaining.step_no = engaged.step_no
            and remaining.account_no = engaged.account_no
            and remaining.contact_no = engaged.contact_no

),

with_roles as (

    select
        contacts.step_no,
        contacts.account_no,
        contacts.last_engaged_date,
        contacts.is_engaged,
        roles.role,
        roles.weight * sqrt(coalesce(contacts.points, 0)) as weighted_root

    from contacts
    inner join {{ ref('int_score__change_states') }} as states
        on contacts.step_no = states.step_no
    left join {{ ref('int_score__role_periods') }} as periods
        on
            contacts.contact_no = periods.contact_no
            and states.links_known_on >= periods.known_from_date
            and states.links_known_on < periods.known_until_date
            and states.links_known_on >= periods.valid_from_date
            and states.links_known_on < periods.valid_until_date
    inner join {{ ref('int_score__role_rules') }} as roles
        on
            states.rules_from = roles.rules_from
            and coalesce(periods.role_title, '') = roles.role_title

),

summed as (

    select
        step_no,
        account_no,
        sum(weighted_root) as depth_sum,
        sum(is_engaged) as engaged_contacts,
        count(distinct case when is_engaged = 1 then role end) as engaged_roles,
        max(last_engaged_date) as last_engaged_date

    from with_roles
    group by
        step_no,
        account_no

),

scored as (

    select
        accounts.account_id,
        states.step_no,
        states.reason,
        states.as_of_date,
        states.from_date,
        accounts.from_score,
        accounts.to_score,
        summed.last_engaged_date,
        {{ score_parts(
            'rules',
            'aims',
            'summed.depth_sum',
            'summed.engaged_contacts',
            'summed.engaged_roles',
            'summed.last_engaged_date',
            'states.day'
        ) }}

    from accounts
    cross join {{ ref('int_score__change_states') }} as states
    inner join {{ ref('int_score__rule_periods') }} as rules
        on states.rules_from = rules.rules_from
    inner join {{ ref('int_score__account_periods') }} as periods
        on
            accounts.account_id = periods.account_id
            and states.links_known_on >= periods.from_date
            and states.links_known_on < periods.until_date
    inner join {{ ref('int_score__size_targets') }} as aims
        on
            states.rules_from = aims.rules_from
            and periods.company_size_band = aims.company_size_band
    inner join {{ ref('int_score__account_numbers') }} as numbers
        on accounts.account_id = numbers.account_id
    left join summed
        on
            numbers.account_no = summed.account_no
            and states.step_no = summed.step_no

)

select
    account_id,
    step_no,
    reason,
    as_of_date,
    from_date,
    from_score,
    to_score,
    case when last_engaged_date is null then 0 else score end as score

from scored
