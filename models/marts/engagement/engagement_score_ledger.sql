-- Grain: one row per account, component of its score, contact and event: the points of the score
-- that rest on it, as of the as-of day. Their sum is the score. Depth is shared over contacts by
-- role weight and root of their points, and within a contact by what is left of each event; breadth
-- equally over engaged contacts and roles, each on the contact's last engaged event; recency stands
-- on the account's last one.
with scores as (

    select
        scores.account_id,
        scores.as_of_date,
        scores.depth_score,
        scores.breadth_score,
        scores.recency_score,
        scores.engaged_contacts,
        scores.engaged_roles,
        rules.rules_from,
        rules.depth_weight,
        rules.breadth_weight,
        rules.recency_weight,
        50 * least(1, scores.engaged_contacts / aims.target_contacts) as contacts_score,
        50 * least(1, scores.engaged_roles / aims.expected_roles) as roles_score

    from {{ ref('int_score__account_scores') }} as scores
    inner join {{ ref('int_inputs__as_of') }} as as_of
        on scores.as_of_date = as_of.as_of_date
    inner join {{ ref('int_score__account_coverage') }} as coverage
        on
            scores.account_id = coverage.account_id
            and scores.date_no = coverage.date_no
    inner join {{ ref('int_score__rule_periods') }} as rules
        on coverage.rules_from = rules.rules_from
    inner join {{ ref('int_score__size_targets') }} as aims
        on
            coverage.rules_from = aims.rules_from
            and coverage.company_size_band = aims.company_size_band
    where scores.status in ('active', 'dormant')

),

events as (

    select
        links.event_id,
        links.account_id,
        coalesce(links.contact_id, {{ unknown_contact() }}) as contact_id,
        coalesce(links.contact_id, {{ unknown_contact_of('links.account_id') }})
            as counted_contact,
        links.event_type,
        links.event_date,
        links.occurred_at,
        links.depth,
        scores.rules_from,
        scores.as_of_date

    from {{ ref('int_score__event_links') }} as links
    inner join scores
        on
            links.account_id = scores.account_id
            and links.available_on <= scores.as_of_date
            and links.linked_from <= scores.as_of_date
            and links.linked_until > scores.as_of_date
    where not links.is_machine

),

contributions as (

    select
        events.event_id,
        events.account_id,
        events.contact_id,
        events.event_type,
        events.occurred_at,
        rules.points * power(
            cast(2 as double),
            -{{ days_from('events.event_date', 'events.as_of_date') }} / rules.half_life_days
        ) as contribution

    from events
    inner join {{ ref('int_score__event_rules') }} as rules
        on
            events.rules_from = rules.rules_from
            and events.event_type = rules.event_type
    left join {{ ref('int_score__capped_days') }} as capped_days
        on
            events.counted_contact = capped_days.counted_contact
            and events.event_type = capped_days.event_type
            and events.event_date = capped_days.event_date
    left join {{ ref('int_score__capped_events') }} as capped
        on
            events.event_id = capped.event_id
            and events.rules_from = capped.rules_from
            and events.as_of_date < capped.counted_until
    where
        not rules.is_negative
        and (capped_days.counted_contact is null or capped.event_id is not null)

),

roles as (

    select
        periods.contact_id,
        periods.role_title

    from {{ ref('int_score__role_periods') }} as periods
    inner join {{ ref('int_inputs__as_of') }} as as_of
        on
            periods.from_date <= as_of.as_of_date
            and periods.until_date > as_of.as_of_date

),

contacts as (

    select
        contributions.account_id,
        contributions.contact_id,
        weights.weight * sqrt(sum(contributions.contribution)) as weighted_root,
        sum(contributions.contribution) as raw_points

    from contributions
    inner join scores
        on contributions.account_id = scores.account_id
    left join roles
        on contributions.contact_id = roles.contact_id
    inner join {{ ref('int_score__role_rules') }} as weights
        on
            scores.rules_from = weights.rules_from
            and coalesce(roles.role_title, '') = weights.role_title
    group by
        contributions.account_id,
        contributions.contact_id,
        weights.weight

),

shared as (

    select
        contacts.account_id,
        contacts.contact_id,
        contacts.raw_points,
        contacts.weighted_root
        / sum(contacts.weighted_root) over (partition by contacts.account_id) as part

    from contacts

),

-- The last engaged event of each contact that engaged within 90 days, and of the account.
last_events as (

    select
        events.event_id,
        events.account_id,
        events.contact_id,
        events.event_type,
        events.event_date,
        events.occurred_at,
        events.as_of_date,
        row_number() over (
            partition by events.account_id, events.contact_id
            order by events.event_date desc, events.occurred_at desc, events.event_id desc
        ) as place_of_contact,
        row_number() over (
            partition by events.account_id
            order by events.event_date desc, events.occurred_at desc, events.event_id desc
        ) as place_of_account

    from events
    where events.depth >= 2

),

engaged as (

    select
        last_events.event_id,
        last_events.account_id,
        last_events.contact_id,
        last_events.event_type,
        last_events.occurred_at,
        weights.role,
        count(*) over (
            partition by last_events.account_id, weights.role
        ) as contacts_of_role

    from last_events
    inner join scores
        on last_events.account_id = scores.account_id
    left join roles
        on last_events.contact_id = roles.contact_id
    inner join {{ ref('int_score__role_rules') }} as weights
        on
            scores.rules_from = weights.rules_from
            and coalesce(roles.role_title, '') = weights.role_title
    where
        last_events.place_of_contact = 1
        and last_events.event_date > {{ add_days('last_events.as_of_date', -90) }}

),

ledger as (

    select
        contributions.account_id,
        'depth' as component,
        contributions.contact_id,
        contributions.event_id,
        contributions.event_type,
        contributions.occurred_at,
        scores.as_of_date,
        scores.depth_weight * scores.depth_score * shared.part
        * contributions.contribution / shared.raw_points as points

    from contributions
    inner join scores
        on contributions.account_id = scores.account_id
    inner join shared
        on
            contributions.account_id = shared.account_id
            and contributions.contact_id = shared.contact_id

    union all

    select
        engaged.account_id,
        'breadth_contacts' as component,
        engaged.contact_id,
        engaged.event_id,
        engaged.event_type,
        engaged.occurred_at,
        scores.as_of_date,
        scores.breadth_weight * scores.contacts_score / scores.engaged_contacts as points

    from engaged
    inner join scores
        on engaged.account_id = scores.account_id

    union all

    select
        engaged.account_id,
        'breadth_roles' as component,
        engaged.contact_id,
        engaged.event_id,
        engaged.event_type,
        engaged.occurred_at,
        scores.as_of_date,
        scores.breadth_weight * scores.roles_score
        / scores.engaged_roles / engaged.contacts_of_role as points

    from engaged
    inner join scores
        on engaged.account_id = scores.account_id

    union all

    select
        last_events.account_id,
        'recency' as component,
        last_events.contact_id,
        last_events.event_id,
        last_events.event_type,
        last_events.occurred_at,
        scores.as_of_date,
        scores.recency_weight * scores.recency_score as points

    from last_events
    inner join scores
        on last_events.account_id = scores.account_id
    where last_events.place_of_account = 1

)

select
    account_id,
    component,
    contact_id,
    event_id,
    as_of_date,
    event_type,
    occurred_at,
    points

from ledger
