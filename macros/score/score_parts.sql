{# The columns depth_score, breadth_score, recency_score and score of an account (METRICS 3), each
   0 to 100. `rules` is a row of int_score__rule_periods, `targets` one of int_score__size_targets;
   what is NULL was never measured above nothing. #}
{% macro score_parts(
    rules, targets, depth_sum, engaged_contacts, engaged_roles, last_engaged_date, day
) -%}
    {%- set depth = rounded(
        '100 * (1 - exp(-coalesce(' ~ depth_sum ~ ', 0) / ' ~ rules ~ '.account_k))'
    ) -%}
    {%- set breadth = rounded(
        '50 * least(1, coalesce(' ~ engaged_contacts ~ ', 0) / ' ~ targets ~ '.target_contacts)'
        ~ ' + 50 * least(1, coalesce(' ~ engaged_roles ~ ', 0) / ' ~ targets ~ '.expected_roles)'
    ) -%}
    {%- set recency = rounded(
        'coalesce(100 * power(cast(2 as double), -' ~ days_from(last_engaged_date, day)
        ~ ' / ' ~ rules ~ '.recency_half_life_days), 0)'
    ) -%}
    {{ depth }} as depth_score,
    {{ breadth }} as breadth_score,
    {{ recency }} as recency_score,
    {{ rounded(
        rules ~ '.depth_weight * ' ~ depth ~ ' + ' ~ rules ~ '.breadth_weight * ' ~ breadth
        ~ ' + ' ~ rules ~ '.recency_weight * ' ~ recency
    ) }} as score
{%- endmacro %}
