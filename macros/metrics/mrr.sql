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
