{# Times and dates: what DuckDB and other engines write differently. Timestamps are UTC without a
   zone. #}

{% macro local_time(timestamp_utc) -%}
    {{ return(adapter.dispatch('local_time', 'kizuna')(timestamp_utc)) }}
{%- endmacro %}

{% macro default__local_time(timestamp_utc) -%}
    timezone('{{ var("business_timezone") }}', timezone('UTC', {{ timestamp_utc }}))
{%- endmacro %}

{% macro spark__local_time(timestamp_utc) -%}
    from_utc_timestamp({{ timestamp_utc }}, '{{ var("business_timezone") }}')
{%- endmacro %}


{# A time that arrives as text: of the zone it names, else of UTC. A plain cast drops the zone on
   DuckDB. #}
{% macro time_of_text(text) -%}
    {{ return(adapter.dispatch('time_of_text', 'kizuna')(text)) }}
{%- endmacro %}

{% macro default__time_of_text(text) -%}
    timezone('UTC', cast({{ text }} as timestamp with time zone))
{%- endmacro %}

{% macro spark__time_of_text(text) -%}
    cast({{ text }} as timestamp)
{%- endmacro %}


{# The local day of a UTC time. #}
{% macro local_date(timestamp_utc) -%}
    cast({{ local_time(timestamp_utc) }} as date)
{%- endmacro %}


{# The UTC instant at which a local day begins. #}
{% macro day_start_utc(local_day) -%}
    {{ return(adapter.dispatch('day_start_utc', 'kizuna')(local_day)) }}
{%- endmacro %}

{% macro default__day_start_utc(local_day) -%}
    timezone('UTC', timezone('{{ var("business_timezone") }}', cast({{ local_day }} as timestamp)))
{%- endmacro %}

{% macro spark__day_start_utc(local_day) -%}
    to_utc_timestamp(cast({{ local_day }} as timestamp), '{{ var("business_timezone") }}')
{%- endmacro %}


{% macro add_days(day, number) -%}
    {{ return(adapter.dispatch('add_days', 'kizuna')(day, number)) }}
{%- endmacro %}

{% macro default__add_days(day, number) -%}
    cast({{ day }} + to_days(cast({{ number }} as integer)) as date)
{%- endmacro %}

{% macro spark__add_days(day, number) -%}
    date_add(cast({{ day }} as date), cast({{ number }} as int))
{%- endmacro %}


{# The same day some months on; the last day of the month where there is no such day. #}
{% macro add_months(day, number) -%}
    {{ return(adapter.dispatch('add_months', 'kizuna')(day, number)) }}
{%- endmacro %}

{% macro default__add_months(day, number) -%}
    cast({{ day }} + to_months(cast({{ number }} as integer)) as date)
{%- endmacro %}

{% macro spark__add_months(day, number) -%}
    add_months(cast({{ day }} as date), cast({{ number }} as int))
{%- endmacro %}


{% macro month_start(day) -%}
    cast(date_trunc('month', {{ day }}) as date)
{%- endmacro %}


{% macro month_end(day) -%}
    {{ add_days(add_months(month_start(day), 1), -1) }}
{%- endmacro %}


{# The first day of the fiscal year, or of the quarter of one, that a day lies in. #}
{% macro fiscal_start(day, months) -%}
    {{ add_months(
        month_start(day),
        '-((extract(month from ' ~ day ~ ') - ' ~ var('fiscal_year_start_month')
        ~ ' + 12) % 12 % ' ~ months ~ ')'
    ) }}
{%- endmacro %}


{# Seconds from one time to another, with fractions. #}
{% macro seconds_between(earlier, later) -%}
    {{ return(adapter.dispatch('seconds_between', 'kizuna')(earlier, later)) }}
{%- endmacro %}

{% macro default__seconds_between(earlier, later) -%}
    (epoch_us({{ later }}) - epoch_us({{ earlier }})) / 1000000.0
{%- endmacro %}

{% macro spark__seconds_between(earlier, later) -%}
    (unix_micros({{ later }}) - unix_micros({{ earlier }})) / cast(1000000 as double)
{%- endmacro %}


{% macro add_seconds(timestamp_utc, seconds) -%}
    {{ return(adapter.dispatch('add_seconds', 'kizuna')(timestamp_utc, seconds)) }}
{%- endmacro %}

{% macro default__add_seconds(timestamp_utc, seconds) -%}
    {{ timestamp_utc }} + to_seconds({{ seconds }})
{%- endmacro %}

{% macro spark__add_seconds(timestamp_utc, seconds) -%}
    {{ timestamp_utc }} + make_dt_interval(0, 0, 0, cast({{ seconds }} as decimal(18, 6)))
{%- endmacro %}


{% macro add_minutes(timestamp_utc, minutes) -%}
    {{ return(adapter.dispatch('add_minutes', 'kizuna')(timestamp_utc, minutes)) }}
{%- endmacro %}

{% macro default__add_minutes(timestamp_utc, minutes) -%}
    {{ timestamp_utc }} + to_minutes({{ minutes }})
{%- endmacro %}

{% macro spark__add_minutes(timestamp_utc, minutes) -%}
    {{ timestamp_utc }} + make_dt_interval(0, 0, cast({{ minutes }} as int))
{%- endmacro %}


{# One row per month start from the first to the last, both included. #}
{% macro months_between(first_month, last_month) -%}
    {{ return(adapter.dispatch('months_between', 'kizuna')(first_month, last_month)) }}
{%- endmacro %}

{% macro default__months_between(first_month, last_month) -%}
    cast(unnest(generate_series({{ first_month }}, {{ last_month }}, interval 1 month)) as date)
{%- endmacro %}

{% macro spark__months_between(first_month, last_month) -%}
    {{ days_in_steps(first_month, last_month, 'interval 1 month') }}
{%- endmacro %}


{# One row per day from the first to the last, both included. #}
{% macro days_between(first_day, last_day) -%}
    {{ return(adapter.dispatch('days_between', 'kizuna')(first_day, last_day)) }}
{%- endmacro %}

{% macro default__days_between(first_day, last_day) -%}
    cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval 1 day)) as date)
{%- endmacro %}

{% macro spark__days_between(first_day, last_day) -%}
    {{ days_in_steps(first_day, last_day, 'interval 1 day') }}
{%- endmacro %}

{# Spark refuses a sequence whose end is before its beginning. #}
{% macro days_in_steps(first_day, last_day, step) -%}
    explode(
        case
            when {{ first_day }} <= {{ last_day }}
                then sequence(
                    cast({{ first_day }} as date), cast({{ last_day }} as date), {{ step }}
                )
        end
    )
{%- endmacro %}


{# The Monday of a day's week. #}
{% macro week_start(day) -%}
    cast(date_trunc('week', {{ day }}) as date)
{%- endmacro %}


{# The year in which the fiscal year of a day begins, and its quarter (1 to 4): April to March by
   default. #}
{% macro fiscal_year(day) -%}
    extract(year from {{ fiscal_start(day, 12) }})
{%- endmacro %}

{% macro fiscal_quarter(day) -%}
    (
        floor(
            (extract(month from {{ day }}) - {{ var('fiscal_year_start_month') }} + 12) % 12 / 3
        ) + 1
    )
{%- endmacro %}


{# Whole days from one day to another. #}
{% macro days_from(earlier, later) -%}
    {{ return(adapter.dispatch('days_from', 'kizuna')(earlier, later)) }}
{%- endmacro %}

{% macro default__days_from(earlier, later) -%}
    ({{ later }} - {{ earlier }})
{%- endmacro %}

{% macro spark__days_from(earlier, later) -%}
    datediff({{ later }}, {{ earlier }})
{%- endmacro %}


{# Months from the month of one day to that of another. #}
{% macro months_from(earlier, later) -%}
    (
        12 * (extract(year from {{ later }}) - extract(year from {{ earlier }}))
        + extract(month from {{ later }}) - extract(month from {{ earlier }})
    )
{%- endmacro %}


{# The day on which a period that is open at its end ends: never. #}
{% macro no_day() -%}
    cast('9999-12-31' as date)
{%- endmacro %}


{# The local day of the end of a period; an open end is never. #}
{% macro local_date_or_never(timestamp_utc) -%}
    coalesce({{ local_date(timestamp_utc) }}, {{ no_day() }})
{%- endmacro %}
