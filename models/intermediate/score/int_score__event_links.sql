-- Grain: one row per event and period in which the warehouse knew it as this account's: of the
-- company that the event's source names, as soon as that is known, else of the employer that the
-- contact had when it happened. On day t the event is the account's if it was known
-- (available_on <= t) and linked_from <= t < linked_until.
with events as (

    select
        event_id,
        contact_id,
        event_type,
        event_date,
        occurred_at,
        {{ local_date('available_at') }} as available_on,
        valence,
        depth,
        direction,
        is_machine,
        source,
        source_account_id

    from {{ ref('int_activity__engagement_events') }}

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

{% set columns = [
    'event_id', 'contact_id', 'event_type', 'event_date', 'occurred_at', 'available_on', 'valence',
    'depth', 'direction', 'is_machine'
] %}
linked as (

    select
        events.{{ columns | join(',\n        events.') }},
        links.account_id,
        {{ local_date('links.known_from') }} as linked_from,
        {{ local_date_or_never('links.known_until') }} as linked_until

    from events
    inner join {{ ref('int_identity__account_link_history') }} as links
        on
            events.source = links.source
            and events.source_account_id = links.source_account_id

    union all

    select
        events.{{ columns | join(',\n        events.') }},
        employers.account_id,
        {{ local_date('employers.known_from') }} as linked_from,
        least(
            {{ local_date_or_never('employers.known_until') }},
            {{ local_date_or_never('named_since.known_from') }}
        ) as linked_until

    from events
    inner join {{ ref('int_identity__contact_employers') }} as employers
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
    linked_from,
    linked_until

from linked
where linked_from < linked_until
