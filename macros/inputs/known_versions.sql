{# Every exported version of each record that the build may know, with
   version_no          their order in the tool: by the time of change, else of loading;
   known_from          since when the warehouse could know it: since it was available, and not
                       before the tool changed the record (a first load is known since the record
                       was created, its later versions are not);
   current_version_no  the version that counted from then on.
   The same choice as latest_known makes, for every moment. #}
{% macro known_versions(relation, key) -%}
    select
        versions.*,
        max(versions.version_no) over (
            partition by {{ key | join(', ') }}
            order by versions.known_from
        ) as current_version_no
    from (
        select
            numbered.*,
            case
                when
                    numbered.version_no = min(numbered.version_no) over (
                        partition by {{ key | join(', ') }}
                        order by numbered.available_at
                    )
                    then numbered.available_at
                else
                    greatest(
                        numbered.available_at,
                        least(
                            coalesce(numbered.updated_at, numbered.available_at),
                            numbered.loaded_at
                        )
                    )
            end as known_from
        from (
            select
                exported.*,
                as_of.known_until as build_knows_until,
                row_number() over (
                    partition by {{ key | join(', ') }}
                    order by
                        coalesce(exported.updated_at, exported.loaded_at),
                        exported.loaded_at,
                        exported.file_name,
                        exported.file_row
                ) as version_no
            from {{ relation }} as exported
            cross join {{ ref('int_inputs__as_of') }} as as_of
            where exported.available_at < as_of.known_until
        ) as numbered
    ) as versions
    where versions.known_from < versions.build_knows_until
{%- endmacro %}
