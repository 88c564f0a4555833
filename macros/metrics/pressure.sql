{# A select of how far one or several keys of `touches` (a relation with touch_date and event_id) are
   from the caps: touches_1d, touches_7d, touches_28d, pressure (0 none, 1 under, 2 on, 3 saturated)
   and free_on, the first local day on which one more touch exceeds no cap, where that is later than
   the as-of day; else NULL or any day before. A key without a touch in the longest window is none.

   A cap of c in w days is reached while the c-th last touch is less than w days old, exceeded while
   the one before it is, and leaves room for one more w days after the c-th last. So no day has to
   be tried, and older touches need not be looked at. #}
{% macro pressure_by(touches, keys) -%}
    select
        {{ keys | join(', ') }},
        touches_1d,
        touches_7d,
        touches_28d,
        free_on,
        case
            when touches_28d = 0 then 0
            when is_exceeded = 1 then 3
            when is_reached = 1 then 2
            else 1
        end as pressure
    from (
        select
            {% for key in keys -%}
                numbered.{{ key }},
            {% endfor -%}
            count(distinct case
                when numbered.touch_date >= as_of.as_of_date then numbered.event_id
            end) as touches_1d,
            count(distinct case
                when numbered.touch_date > {{ add_days('as_of.as_of_date', -7) }}
                    then numbered.event_id
            end) as touches_7d,
            count(distinct case
                when numbered.touch_date > {{ add_days('as_of.as_of_date', -28) }}
                    then numbered.event_id
            end) as touches_28d,
            max(case
                when
                    numbered.place = caps.cap
                    and {{ add_days('numbered.touch_date', 'caps.window_days') }} > as_of.as_of_date
                    then 1
                else 0
            end) as is_reached,
            max(case
                when
                    numbered.place = caps.cap + 1
                    and {{ add_days('numbered.touch_date', 'caps.window_days') }} > as_of.as_of_date
                    then 1
                else 0
            end) as is_exceeded,
            max(case
                when numbered.place = caps.cap
                    then {{ add_days('numbered.touch_date', 'caps.window_days') }}
            end) as free_on
        from (
            select
                touches.*,
                row_number() over (
                    partition by {{ keys | join(', ') }}
                    order by touch_date desc, event_id desc
                ) as place
            from {{ touches }} as touches
            cross join {{ ref('int_inputs__as_of') }} as as_of
            cross join (
                select greatest(28, max(window_days)) as longest
                from {{ ref('pressure_caps') }}
            ) as windows
            where touches.touch_date > {{ add_days('as_of.as_of_date', '-windows.longest') }}
        ) as numbered
        cross join {{ ref('int_inputs__as_of') }} as as_of
        cross join {{ ref('pressure_caps') }} as caps
        group by {% for key in keys %}numbered.{{ key }}{{ ', ' if not loop.last }}{% endfor %}
    ) as counted
{%- endmacro %}

{# The name of a pressure from 0 to 3. #}
{% macro pressure_state(pressure) -%}
    case {{ pressure }}
        when 3 then 'saturated'
        when 2 then 'on'
        when 1 then 'under'
        else 'none'
    end
{%- endmacro %}
