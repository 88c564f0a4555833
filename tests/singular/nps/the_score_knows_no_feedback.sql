-- Promise: what customers say of us never enters the engagement score: nothing that the score is
-- made of reads the feedback layer or an NPS mart. That somebody answered at all is an event, and
-- comes from the input layer.
{% set reached = [] %}
{% set waiting = [] %}
{% if execute %}
    {% for node in graph.nodes.values() %}
        {% if node.resource_type == 'model' and (
            node.name.startswith('int_score__') or node.name == 'account_engagement_history'
        ) %}
            {% do waiting.append(node.unique_id) %}
        {% endif %}
    {% endfor %}
    {% set seen = [] %}
    {% for round in range(graph.nodes | length) %}
        {% if waiting %}
            {% set current = waiting.pop() %}
            {% if current not in seen and current in graph.nodes %}
                {% do seen.append(current) %}
                {% set node = graph.nodes[current] %}
                {% if
                    node.name.startswith('int_feedback__') or node.path.startswith('marts/nps/')
                %}
                    {% do reached.append(node.name) %}
                {% endif %}
                {% do waiting.extend(node.depends_on.nodes | reject('in', seen + waiting) | list) %}
            {% endif %}
        {% endif %}
    {% endfor %}
{% endif %}
{% for name in reached %}
    select '{{ name }}' as model
    {{ 'union all' if not loop.last }}
{% else %}
    select cast(null as string) as model
    where 1 = 0
{% endfor %}
