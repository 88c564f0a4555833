{# The end of what a time may mean: tools may log the day alone, which arrives as its beginning and
   may be any time of that day. Any other time is itself. #}
{% macro latest_possible_at(timestamp_utc, local_day) -%}
    case
        when {{ timestamp_utc }} = {{ day_start_utc(local_day) }}
            then {{ day_start_utc(add_days(local_day, 1)) }}
        else {{ timestamp_utc }}
    end
{%- endmacro %}
