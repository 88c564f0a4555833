{# Write into ops.dbt_runs what this run was and how it ended. `kizuna publish` reads the last row:
   only a whole build in which nothing failed may be published, whoever started it. Unit tests check
   formulas on made-up rows, so a build without them is still whole. The column `marts` also says how
   far the audit before publishing lets things go. #}
{% macro record_dbt_run(results) %}
    {% if execute and flags.WHICH in ('build', 'run', 'seed', 'test', 'snapshot') %}
        {% set failures = ['error', 'fail', 'skipped', 'runtime error'] %}
        {% set failed = results | selectattr('status', 'in', failures) | list %}
        {% set warned = results | selectattr('status', 'equalto', 'warn') | list %}
        {% set left_out = invocation_args_dict.get('exclude_resource_types') or [] %}
        {% set narrowed = invocation_args_dict.get('select') or invocation_args_dict.get('exclude')
            or invocation_args_dict.get('selector') or invocation_args_dict.get('resource_types')
            or left_out | reject('equalto', 'unit_test') | list %}
        {% set marts = [] %}
        {% for node in graph.nodes.values()
            if node.resource_type == 'model' and node.access == 'public' %}
            {# The alias: versions of a model share a name. #}
            {% do marts.append({
                'name': node.alias,
                'grain': node.config.meta.grain,
                'may_shrink': node.config.meta.get('may_shrink', false)
            }) %}
        {% endfor %}
        {% set told = {
            'marts': marts | sort(attribute='name'), 'limits': var('publish_limits', {})
        } %}
        insert into ops.dbt_runs
        select
            '{{ invocation_id }}',
            '{{ flags.WHICH }}',
            {{ 'false' if narrowed or flags.WHICH != 'build' else 'true' }},
            {{ failed | length }},
            {{ warned | length }},
            {{ (results | length) - (failed | length) - (warned | length) }},
            count(*),
            '{{ tojson(told) }}'
        from ops.loads
    {% endif %}
{% endmacro %}
