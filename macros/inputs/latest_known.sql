{# The version of each record that the build may know (available before int_inputs__as_of.known_until),
   one row per key, and of things that happen only those that happened by the as-of day. The record
   keeps the time at which its first version was known: an export that repeats a row makes nothing
   younger. Columns added: first_available_at, version_rank. The order is total, so that no engine
   has to guess. #}
{% macro latest_known(relation, key, occurred_at=none) -%}
    select ranked.*
    from (
        select
            versions.*,
            min(versions.available_at) over (
                partition by {{ key | join(', ') }}
            ) as first_available_at,
            row_number() over (
                partition by {{ key | join(', ') }}
                order by versions.loaded_at desc, versions.file_name desc, versions.file_row desc
            ) as version_rank
        from {{ relation }} as versions
        cross join {{ ref('int_inputs__as_of') }} as as_of
        where
            versions.available_at < as_of.known_until
            {%- if occurred_at %}
            and coalesce(versions.{{ occurred_at }} < as_of.as_of_ends_at, true)
            {%- endif %}
    ) as ranked
    where ranked.version_rank = 1
{%- endmacro %}
