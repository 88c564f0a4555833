{# The version of each record that the build may know (available before int_inputs__as_of.known_until),
   one row per key, and of things that happen only those that happened by the as-of day. Of two
   versions the one that the tool changed later counts, else the one that was loaded later. The
   record keeps the time at which its first version was known: an export that repeats a row makes
   nothing younger. The order is total, so that no engine has to guess.

   Columns added: first_available_at, version_rank, and vanished_at, the time of the first full dump
   that no longer holds the record. A full dump with a successor says nothing of the present, so a
   record whose latest version stands in one has vanished; one that an increment brought has not. #}
{% macro latest_known(relation, key, occurred_at=none) -%}
    select
        ranked.*,
        dumps.next_loaded_at as vanished_at
    from (
        select
            versions.*,
            as_of.known_until,
            min(versions.available_at) over (
                partition by {{ key | join(', ') }}
            ) as first_available_at,
            row_number() over (
                partition by {{ key | join(', ') }}
                order by
                    coalesce(versions.updated_at, versions.loaded_at) desc,
                    versions.loaded_at desc,
                    versions.file_name desc,
                    versions.file_row desc
            ) as version_rank
        from {{ relation }} as versions
        cross join {{ ref('int_inputs__as_of') }} as as_of
        where
            versions.available_at < as_of.known_until
            {%- if occurred_at %}
            and coalesce(versions.{{ occurred_at }} < as_of.as_of_ends_at, true)
            {%- endif %}
    ) as ranked
    left join {{ ref('int_inputs__dumps') }} as dumps
        on
            ranked.load_id = dumps.load_id
            and ranked.file_name = dumps.file_name
            and dumps.next_loaded_at < ranked.known_until
    where ranked.version_rank = 1
{%- endmacro %}
