{# Spearman's rank correlation: Pearson's of the mean ranks. `centred_rank` is twice the distance of
   a value's mean rank from the middle of its group, a whole number: ties share the mean of their
   places, and sums of products stay exact whatever the order of adding. #}
{% macro centred_rank(value, keys) -%}
    cast(
        2 * rank() over (partition by {{ keys }} order by {{ value }})
        + count(*) over (partition by {{ keys }}, {{ value }})
        - count(*) over (partition by {{ keys }})
        - 2
        as bigint
    )
{%- endmacro %}

{# NULL where one side does not vary. #}
{% macro rank_correlation(left_ranks, right_ranks) -%}
    cast(sum({{ left_ranks }} * {{ right_ranks }}) as double) / nullif(
        sqrt(cast(sum({{ left_ranks }} * {{ left_ranks }}) as double))
        * sqrt(cast(sum({{ right_ranks }} * {{ right_ranks }}) as double)),
        0
    )
{%- endmacro %}

{# End of the 95 % interval of a rank correlation: Fisher's z = atanh(r) with the standard error of
   Bonett and Wright (2000), sqrt((1 + r * r / 2) / (n - 3)), and back by tanh. `sign` is - or +.
   Fewer than 4 pairs have none; a correlation that is perfect as far as it is published has no
   width. #}
{% macro correlation_bound(correlation, n, sign) -%}
    case
        when {{ n }} < 4 or {{ correlation }} is null then null
        when abs({{ correlation }}) > 1 - 5e-10 then sign({{ correlation }})
        else
            1 - 2 / (
                exp(
                    ln((1 + {{ correlation }}) / (1 - {{ correlation }}))
                    {{ sign }} 2 * 1.96 * sqrt(
                        (1 + {{ correlation }} * {{ correlation }} / 2)
                        / nullif({{ n }} - 3, 0)
                    )
                ) + 1
            )
    end
{%- endmacro %}
