-- Grain: one row per subscription period and time in which the warehouse knew this version of it,
-- from known_from to before known_until. That it is missing from a full dump is known since that
-- dump: from then on it has ended by the day of the dump.
{% set columns = [
    'source', 'subscription_id', 'source_account_id', 'product', 'charge_type', 'currency',
    'billing_interval', 'interval_count', 'amount', 'is_trial', 'started_on', 'cancelled_on',
    'terms_from', 'is_continued', 'ends_on'
] %}
with exported as (

    {{ union_sources('billing_sources', 'subscriptions', columns) }}

),

known as (

    {{ known_versions('exported', ['source', 'subscription_id']) }}

),

in_turn as (

    select
        known.*,
        lead(known.known_from) over (
            partition by known.source, known.subscription_id order by known.known_from
        ) as known_until

    from known
    where known.version_no = known.current_version_no

),

with_dumps as (

    select
        in_turn.*,
        dumps.next_loaded_at as vanished_at

    from in_turn
    left join {{ ref('int_inputs__dumps') }} as dumps
        on
            in_turn.load_id = dumps.load_id
            and in_turn.file_name = dumps.file_name
            and in_turn.known_from < dumps.next_loaded_at
            and {{ end_or_never('in_turn.known_until') }} > dumps.next_loaded_at
            and in_turn.build_knows_until > dumps.next_loaded_at

),

states as (

    select
        {{ columns | join(',\n        ') }},
        known_from,
        coalesce(vanished_at, known_until) as known_until
    from with_dumps

    union all

    select
        {{ columns[:-1] | join(',\n        ') }},
        case
            when coalesce(ends_on > {{ local_date('vanished_at') }}, true)
                then greatest(started_on, {{ local_date('vanished_at') }})
            else ends_on
        end as ends_on,
        vanished_at as known_from,
        known_until
    from with_dumps
    where vanished_at is not null

)

select
    {{ columns | join(',\n    ') }},
    known_from,
    known_until

from states
