{# Names of the models that some models are made of, however far below, as a list: those whose name
   begins with `prefix` or whose file stands under `folder`. `tops` are the names, or beginnings of
   names, of the models to start from. #}
{% macro models_below(tops, prefix, folder) -%}
    {%- set reached = [] -%}
    {%- set waiting = [] -%}
    {%- set seen = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
            {%- for top in tops if node.name.startswith(top) -%}
                {%- do waiting.append(node.unique_id) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for step in range(graph.nodes | length) if waiting -%}
            {%- set current = waiting.pop() -%}
            {%- do seen.append(current) -%}
            {%- if current in graph.nodes -%}
                {%- set node = graph.nodes[current] -%}
                {%- if node.name.startswith(prefix) or node.path.startswith(folder) -%}
                    {%- do reached.append(node.name) -%}
                {%- endif -%}
                {%- do waiting.extend(
                    node.depends_on.nodes | reject('in', seen + waiting) | unique | list
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(reached | unique | sort | list) }}
{%- endmacro %}
