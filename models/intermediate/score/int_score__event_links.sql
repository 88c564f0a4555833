-- Grain: one row per event and period in which the warehouse knew it as this account's: of the
-- company that the event's source names, as soon as that is known, else of the employer that the
-- contact had when it happened. On day t the event is the account's if it was known
-- (available_on <= t) and linked_from <= t < linked_until.
{{ config(materialized='view') }}
{% set columns = [
    'event_id', 'contact_id', 'contact_no', 'event_type', 'event_date', 'occurred_at',
    'available_on', 'depth', 'direction', 'is_machine'
] %}
with events as (

    select
        events.event_id,
        events.contact_id,
        coalesce(contacts.contact_no, 0) as contact_no,
        events.event_type,
        events.event_date,
        events.occurred_at,
        {{ local_date('events.available_at') }} as available_on,
        events.depth,
        events.direction,
        events.is_machine,
        events.source,
        events.source_account_id

    from {{ ref('int_activity__engagement_events') }} as events
    left join {{ ref('int_score__contact_numbers') }} as contacts
        on events.contact_id = contacts.contact_id

),

named_since as (

    select
        source,
        source_account_id,
        min(known_from) as known_from

    from {{ ref('int_identity__account_link_history') }}
    group by
        source,
        source_account_id

),

links as (

    select
        links.source,
        links.source_account_id,
        links.account_id,
        accounts.account_no,
        {{ local_date('links.known_from') }} as linked_from,
        {{ local_date_or_never('links.known_until') }} as linked_until

    from {{ ref('int_identity__account_link_history') }} as links
    inner join {{ ref('int_score__account_numbers') }} as accounts
        on links.account_id = accounts.account_id

),

employers as (

    select
        employers.contact_id,
        employers.account_id,
        accounts.account_no,
        employers.valid_from,
        employers.valid_until,
        {{ local_date('employers.known_from') }} as linked_from,
        {{ local_date_or_never('employers.known_until') }} as linked_until

    from {{ ref('int_identity__contact_employers') }} as employers
    inner join {{ ref('int_score__account_numbers') }} as accounts
        on employers.account_id = accounts.account_id

),

linked as (

    select
        events.{{ columns | join(',\n        events.') }},
        links.account_id,
        links.account_no,
        links.linked_from,
        links.linked_until

    from events
    inner join links
        on
            events.source = links.source
            and events.source_account_id = links.source_account_id

    union all

    select
        events.{{ columns | join(',\n        events.') }},
        employers.account_id,
        employers.account_no,
        employers.linked_from,
        least(
            employers.linked_until,
            {{ local_date_or_never('named_since.known_from') }}
        ) as linked_until

    from events
    inner join employers
        on
            events.contact_id = employers.contact_id
            and events.occurred_at >= employers.valid_from
            and events.occurred_at < {{ end_or_never('employers.valid_until') }}
    left join named_since
        on
            events.source = named_since.source
            and events.source_account_id = named_since.source_account_id

)

select
    {{ columns | join(',\n    ') }},
    account_id,
    account_no,
    linked_from,
    linked_until

from linked
where linked_from < linked_until
