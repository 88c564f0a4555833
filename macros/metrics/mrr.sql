{# MRR of one price, exact and half up to 0.01 once (METRICS 6): year / 12, half year / 6,
   quarter / 3, month, week * 52 / 12, day * 365 / 12; an interval count divides likewise.
   `amount` has 4 decimals. #}
{% macro mrr_of(amount, billing_interval, interval_count) -%}
    {%- set factor -%}
        case {{ billing_interval }} when 'week' then 52 when 'day' then 365 else 1 end
    {%- endset -%}
    {%- set months -%}
        case {{ billing_interval }}
            when 'month' then 1 when 'quarter' then 3 when 'half_year' then 6 else 12
        end
    {%- endset -%}
    {%- set ten_thousandths -%}
        {{ big_integer('cast(' ~ amount ~ ' as decimal(28, 4)) * 10000') }} * {{ factor }}
    {%- endset -%}
    {%- set divisor -%}
        ({{ big_integer(interval_count) }} * {{ months }} * 100)
    {%- endset -%}
    cast(
        cast({{ divide_half_up(ten_thousandths, divisor) }} as decimal(30, 0))
        * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
    )
{%- endmacro %}


{# The movement of one account, currency and month: exclusive and exhaustive (METRICS 6). A
   customer who changes currency neither leaves nor comes, so what happens to the account as a
   whole is asked first. #}
{% macro mrr_movement(start_mrr, end_mrr, account_had_mrr, account_has_mrr, was_customer_before) -%}
    case
        when {{ start_mrr }} = 0 and {{ end_mrr }} > 0 and {{ account_had_mrr }} then 'expansion'
        when {{ start_mrr }} = 0 and {{ end_mrr }} > 0 and {{ was_customer_before }}
            then 'reactivation'
        when {{ start_mrr }} = 0 and {{ end_mrr }} > 0 then 'new'
        when {{ start_mrr }} > 0 and {{ end_mrr }} = 0 and not {{ account_has_mrr }} then 'churn'
        when {{ end_mrr }} > {{ start_mrr }} then 'expansion'
        when {{ end_mrr }} < {{ start_mrr }} then 'contraction'
        else 'none'
    end
{%- endmacro %}


{# Rows of a relation of subscription periods with `exclusion_reason`, why a period carries no MRR,
   and `mrr`, which it carries while it runs; ends_on is the day on which its end is recognised.
   Nothing is dropped. #}
{% macro priced_subscriptions(relation) -%}
    select
        judged.*,
        case
            when exclusion_reason is null
                then {{ mrr_of('amount', 'billing_interval', 'interval_count') }}
            else cast(0 as decimal(18, 2))
        end as mrr
    from (
        select
            subscriptions.*,
            {{ recognised_end() }} as recognised_ends_on,
            case
                when subscriptions.charge_type <> 'recurring' then subscriptions.charge_type
                when subscriptions.is_trial then 'trial'
                when subscriptions.ends_on = subscriptions.started_on then 'zero_length'
                when subscriptions.ends_on < subscriptions.started_on then 'ends_before_start'
                when subscriptions.amount < 0 then 'credit'
                when subscriptions.amount = 0 then 'free'
                when subscriptions.interval_count <= 0 then 'no_interval'
            end as exclusion_reason
        from {{ relation }} as subscriptions
    ) as judged
{%- endmacro %}


{# An amount in the reporting currency, half up to 0.01: `amount` has 2 decimals, `rate` 6. #}
{% macro in_reporting_currency(amount, rate) -%}
    {%- set cents -%}
        {{ big_integer(amount ~ ' * 100') }} * {{ big_integer(rate ~ ' * 1000000') }}
    {%- endset -%}
    cast(
        cast({{ divide_half_up(cents, '1000000') }} as decimal(30, 0))
        * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
    )
{%- endmacro %}


{# The day from which a subscription period counts as over, by the variable churn_recognised_at: that
   of its end (`end`), that on which the customer asked for it (`request`), or that on which the last
   term ends which was begun, and so paid (`period_end`). What goes on at another price has no end
   of its own. #}
{% macro recognised_end() -%}
    {%- set how = var('churn_recognised_at') -%}
    {%- if how == 'end' -%}
        ends_on
    {%- elif how == 'request' -%}
        case
            when ends_on is not null and cancelled_on is not null
                then greatest(started_on, least(cancelled_on, ends_on))
            else ends_on
        end
    {%- elif how == 'period_end' -%}
        {%- set months = term_months('billing_interval', 'interval_count') -%}
        {%- set days = term_days('billing_interval', 'interval_count') -%}
        {%- set from = 'coalesce(terms_from, started_on)' -%}
        {%- set month_terms = full_terms(months_from(from, 'ends_on'), months) -%}
        {%- set day_terms = 'cast(ceil(' ~ days_from(from, 'ends_on') ~ ' / (' ~ days ~ ')) as integer)' -%}
        case
            when charge_type <> 'recurring' or ends_on <= started_on or interval_count <= 0
                then ends_on
            when is_continued then ends_on
            when {{ days }} > 0 then {{ add_days(from, day_terms ~ ' * ' ~ days) }}
            when {{ add_months(from, month_terms ~ ' * ' ~ months) }} >= ends_on
                then {{ add_months(from, month_terms ~ ' * ' ~ months) }}
            else {{ add_months(from, '(' ~ month_terms ~ ' + 1) * ' ~ months) }}
        end
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            'churn_recognised_at is ' ~ how ~ ', not end, request or period_end.'
        ) }}
    {%- endif -%}
{%- endmacro %}
