{# Connected components of nodes that share a hub: common table expressions of which the last,
   `connected`, gives for every row of `edges` (scope_no, node_no, hub) the smallest node of its
   component, as reached_no, and whether the search came to its end, as is_settled. Scopes are apart
   from each other.

   Each step takes the smallest label that a node's hubs know, gives it to all nodes that had one
   label so far, and then jumps to the label which that node has got itself. So the length of the
   chains that are followed doubles with each step. Each expression is read only once, so that an
   engine which copies them copies nothing. #}
{% macro connected_components(edges, steps=none) -%}
    {%- set steps = steps or var('identity_steps') -%}
    roles as (

        select 0 as is_asking
        union all
        select 1 as is_asking

    ),

    step_0 as (

        select
            scope_no,
            node_no,
            hub,
            node_no as label_no

        from {{ edges }}

    ),

    {% for step in range(1, steps + 1) %}
        told_{{ step }} as (

            select
                scope_no,
                node_no,
                hub,
                label_no,
                min(label_no) over (partition by scope_no, hub) as told_no

            from step_{{ step - 1 }}

        ),

        seen_{{ step }} as (

            select
                scope_no,
                node_no,
                hub,
                label_no,
                min(told_no) over (partition by scope_no, node_no) as seen_no

            from told_{{ step }}

        ),

        hooked_{{ step }} as (

            select
                scope_no,
                node_no,
                hub,
                min(seen_no) over (partition by scope_no, label_no) as hooked_no

            from seen_{{ step }}

        ),

        jumped_{{ step }} as (

            select
                hooked.scope_no,
                hooked.node_no,
                hooked.hub,
                roles.is_asking,
                min(case when roles.is_asking = 0 then hooked.hooked_no end) over (
                    partition by
                        hooked.scope_no,
                        case when roles.is_asking = 0 then hooked.node_no else hooked.hooked_no end
                ) as label_no

            from hooked_{{ step }} as hooked
            cross join roles

        ),

        step_{{ step }} {{ as_kept() }} (

            select
                scope_no,
                node_no,
                hub,
                label_no

            from jumped_{{ step }}
            where is_asking = 1

        ),

    {% endfor %}
    connected as (

        select
            scope_no,
            node_no,
            label_no as reached_no,
            min(label_no) over (partition by scope_no, hub)
            = max(label_no) over (partition by scope_no, hub) as is_settled

        from step_{{ steps }}

    )
{%- endmacro %}
