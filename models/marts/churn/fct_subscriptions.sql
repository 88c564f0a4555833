-- Grain: one row per subscription period, with what it is on the as-of day and the next day on
-- which the customer can leave: the known end, else the first day of the next term. A price that
-- changes ends no contract.
with known as (

    select
        subscriptions.*,
        as_of.as_of_date,
        {{ term_months('subscriptions.billing_interval', 'subscriptions.interval_count') }}
            as term_months,
        {{ term_days('subscriptions.billing_interval', 'subscriptions.interval_count') }}
            as term_days

    from {{ ref('int_revenue__subscriptions') }} as subscriptions
    cross join {{ ref('int_inputs__as_of') }} as as_of

),

judged as (

    select
        known.*,
        case
            when ends_on <= as_of_date then 'ended'
            when started_on > as_of_date then 'upcoming'
            when exclusion_reason is null then 'active'
            else exclusion_reason
        end as status,
        case
            when term_months > 0
                then {{ full_terms(months_from('terms_from', 'as_of_date'), 'term_months') }}
            when term_days > 0
                then {{ full_terms(days_from('terms_from', 'as_of_date'), 'term_days') }} + 1
        end as terms

    from known

),

termed as (

    select
        judged.*,
        case
            when term_days > 0 then {{ add_days('terms_from', 'terms * term_days') }}
            when
                term_months > 0
                and {{ add_months('terms_from', 'terms * term_months') }} > as_of_date
                then {{ add_months('terms_from', 'terms * term_months') }}
            when term_months > 0 then {{ add_months('terms_from', '(terms + 1) * term_months') }}
        end as next_term_on

    from judged

)

select
    source,
    subscription_id,
    account_id,
    product,
    currency,
    mrr,
    started_on,
    ends_on,
    cast(term_months as bigint) as term_months,
    case
        when status = 'active' and not is_continued and ends_on is not null then ends_on
        when status = 'active' then next_term_on
    end as renewal_date,
    status

from termed
