{# Promise: one row per grain, and every part of the grain is known. #}
{% test unique_grain(model, columns) %}

select
    {{ columns | join(',\n    ') }},
    count(*) as copies

from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {% for column in columns %}
        or {{ column }} is null
    {% endfor %}

{% endtest %}
