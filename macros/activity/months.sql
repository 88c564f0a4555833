{# What an incremental model needs that is made month by month. `event_months` has one row per month
   with a fingerprint of its rows; the model has one row without an event_id per month that says what
   it was made from: that fingerprint, and a hash of the model's own text, in which variables and
   macros are already written out. #}

{# The months to make anew, as dates; none where the whole table is made. #}
{% macro stale_months(event_months, made_by) -%}
    {%- if not (execute and is_incremental() and load_relation(event_months)) -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set found = run_query(
        "with made as (
            select event_month, made_from from " ~ this ~ " where event_id is null
        ),
        wanted as (
            select event_month, fingerprint || '/" ~ made_by ~ "' as made_from
            from " ~ event_months ~ "
        )
        select coalesce(wanted.event_month, made.event_month) as event_month
        from wanted
        full outer join made on wanted.event_month = made.event_month
        where coalesce(wanted.made_from, 'nothing') <> coalesce(made.made_from, '')
        order by 1"
    ) -%}
    {{ return(found.columns[0].values() | list) }}
{%- endmacro %}


{# Whether a time (UTC) lies in one of the months: as few ranges as there are runs of months, so that
   an engine reads no more than those. #}
{% macro is_in_months(timestamp_utc, months) -%}
    {%- if months is none -%}
        1 = 1
    {%- elif not months -%}
        1 = 0
    {%- else -%}
        {%- set runs = [] -%}
        {%- for month in months -%}
            {%- set next_month = (month.replace(day=28) + modules.datetime.timedelta(days=4))
                .replace(day=1) -%}
            {%- if runs and runs[-1][1] == month -%}
                {%- do runs[-1].pop() -%}
                {%- do runs[-1].append(next_month) -%}
            {%- else -%}
                {%- do runs.append([month, next_month]) -%}
            {%- endif -%}
        {%- endfor -%}
        (
        {%- for first, end in runs %}
            {{ 'or' if not loop.first }}
            (
                {{ timestamp_utc }} >= cast('{{ first }} 00:00:00' as timestamp)
                and {{ timestamp_utc }} < cast('{{ end }} 00:00:00' as timestamp)
            )
        {%- endfor %}
        )
    {%- endif -%}
{%- endmacro %}


{# One row per month that is made: event_month, made_from. A month that has no events any more is made
   from nothing. #}
{% macro months_made(event_months, made_by, months) -%}
    select
        event_month,
        fingerprint || '/{{ made_by }}' as made_from
    from {{ event_months }}
    {%- if months is not none %}
    where {{ is_in_months('event_month', months) }}
        {%- for month in months %}
    union all
    select
        cast('{{ month }}' as date) as event_month,
        'nothing' as made_from
    where
        not exists (
            select 1 from {{ event_months }} where event_month = cast('{{ month }}' as date)
        )
        {%- endfor %}
    {%- endif %}
{%- endmacro %}


{# How an incremental model replaces its months: by their key, or by partition where a table cannot
   delete rows. #}
{% macro month_strategy() -%}
    {{ return(adapter.dispatch('month_strategy', 'kizuna')()) }}
{%- endmacro %}

{% macro default__month_strategy() -%}
    {{ return('delete+insert') }}
{%- endmacro %}

{% macro spark__month_strategy() -%}
    {{ return('insert_overwrite') }}
{%- endmacro %}

{# What a table is parted by whose months are replaced as a whole. #}
{% macro month_partition() -%}
    {{ return(adapter.dispatch('month_partition', 'kizuna')()) }}
{%- endmacro %}

{% macro default__month_partition() -%}
    {{ return(none) }}
{%- endmacro %}

{% macro spark__month_partition() -%}
    {{ return('event_month') }}
{%- endmacro %}
