{# The phases of records whose terms (price, quantity …) a tool overwrites, in the order in which
   their versions were loaded: one row per key and phase, with the terms and
   phase_no              0 for the first, which begins with the record itself;
   opened_by, opened_at  the version that opens it, and when: the time at which the tool wrote that
                         version, if it lies after that of the version before, else when the
                         warehouse could know it; never before the phase in front of it;
   closed_by, closed_at  the same of the next phase; NULL for the last.
   A version that tells the same terms, or for which `may_change` does not hold, opens none; one for
   which `is_told` does not hold says nothing of terms. `relation` has version_no, synced_at and
   available_at. #}
{% macro phases_of(relation, key, terms, is_told='true', may_change='true') -%}
    select
        placed.*,
        lead(opened_by) over (partition by {{ key }} order by opened_by) as closed_by,
        lead(opened_at) over (partition by {{ key }} order by opened_by) as closed_at
    from (
        select
            {{ key }},
            {{ terms | join(', ') }},
            version_no as opened_by,
            row_number() over (partition by {{ key }} order by version_no) - 1 as phase_no,
            max(changed_at) over (
                partition by {{ key }}
                order by version_no
                rows between unbounded preceding and current row
            ) as opened_at
        from (
            select
                compared.*,
                case
                    when earlier_version_no is null then null
                    when coalesce(synced_at > earlier_synced_at, synced_at is not null)
                        then synced_at
                    else available_at
                end as changed_at
            from (
                select
                    versions.*,
                    {% for column in ['version_no', 'synced_at'] + terms %}
                    lag(versions.{{ column }}) over (
                        partition by versions.{{ key }} order by versions.version_no
                    ) as earlier_{{ column }}{{ ',' if not loop.last }}
                    {% endfor %}
                from {{ relation }} as versions
                where {{ is_told }}
            ) as compared
            where
                earlier_version_no is null
                or (
                    {{ may_change }}
                    and (
                        {%- for term in terms %}
                        {{ 'or ' if not loop.first }}{{ term }} is distinct from earlier_{{ term }}
                        {%- endfor %}
                    )
                )
        ) as changes
    ) as placed
{%- endmacro %}


{# The place of a version among those of its record, in the order of loading. #}
{% macro version_no(key) -%}
    row_number() over (
        partition by {{ key }}
        order by
            loaded_at,
            coalesce(updated_at, cast('1970-01-01' as timestamp)),
            file_name,
            file_row
    )
{%- endmacro %}
