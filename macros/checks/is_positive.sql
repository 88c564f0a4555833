{# Promise: a number is above 0. #}
{% test is_positive(model, column_name) %}
    select {{ column_name }}
    from {{ model }}
    where not coalesce({{ column_name }} > 0, false)
{% endtest %}
