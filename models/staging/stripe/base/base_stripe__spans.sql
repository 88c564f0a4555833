-- Grain: one row per period of a subscription that a discount lowers at some time, moment at which
-- something new could be known of it, and span of the period in which no discount begins or ends.
-- Where an amount is taken off, no item comes or goes within a span either: the shares change.
with periods as (

    select * from {{ ref('base_stripe__known_periods') }}

),

discounts as (

    select * from {{ ref('base_stripe__known_discounts') }}

),

edges as (

    {% for edge in ['started_on', 'ends_on'] %}
        {{ 'union all' if not loop.first }}
        select
            billed_subscription_id,
            known_at,
            currency,
            {{ edge }} as edge_on
        from discounts
        union all
        select
            periods.billed_subscription_id,
            periods.known_at,
            periods.currency,
            periods.{{ edge }} as edge_on
        from periods
        inner join discounts
            on
                periods.billed_subscription_id = discounts.billed_subscription_id
                and periods.known_at = discounts.known_at
                and periods.currency = discounts.currency
                and periods.{{ edge }} > discounts.started_on
                and periods.{{ edge }} < discounts.ends_on
        where periods.can_be_lowered
    {% endfor %}

),

begun as (

    select
        billed_subscription_id,
        known_at,
        period_id,
        started_on
    from periods

    union

    select
        periods.billed_subscription_id,
        periods.known_at,
        periods.period_id,
        edges.edge_on as started_on
    from periods
    inner join edges
        on
            periods.billed_subscription_id = edges.billed_subscription_id
            and periods.known_at = edges.known_at
            and periods.currency = coalesce(edges.currency, periods.currency)
            and periods.started_on < edges.edge_on
            and coalesce(periods.ends_on, {{ no_day() }}) > edges.edge_on
    where periods.can_be_lowered

)

select
    periods.billed_subscription_id,
    periods.known_at,
    periods.period_id,
    case
        when begun.started_on = periods.started_on then periods.period_id
        else periods.period_id || ':d' || replace(cast(begun.started_on as string), '-', '')
    end as span_id,
    periods.currency,
    periods.amount as list_amount,
    periods.can_be_lowered,
    begun.started_on,
    coalesce(
        lead(begun.started_on) over (
            partition by begun.billed_subscription_id, begun.known_at, begun.period_id
            order by begun.started_on
        ),
        periods.ends_on
    ) as ends_on,
    periods.is_continued
    or lead(begun.started_on) over (
        partition by begun.billed_subscription_id, begun.known_at, begun.period_id
        order by begun.started_on
    ) is not null as is_continued

from begun
inner join periods
    on
        begun.billed_subscription_id = periods.billed_subscription_id
        and begun.known_at = periods.known_at
        and begun.period_id = periods.period_id
