{# Promise: no world of company records has more moments than `at_most`. Each moment works out the whole
   world anew; hundreds of them mean a key that identifies nobody, such as a provider's domain that
   no list of free mail names. The fullest worlds are told. #}
{% test few_moments(model, at_most) %}

select
    world_no,
    count(*) as moments

from {{ model }}
group by world_no
having count(*) > {{ at_most }}

{% endtest %}
