{# The rules of METRICS 2 by which a record is linked to others, strongest first, each with the
   confidence that account_links shows. own_record: nothing else names this company. #}
{% macro link_rules() -%}
    {{ return([
        ('manual', 1.0),
        ('tool_merge', 1.0),
        ('tool_id', 1.0),
        ('corporate_number', 0.99),
        ('domain', 0.95),
        ('name_domain', 0.95),
        ('name_phone', 0.9),
        ('name_prefecture', 0.85),
        ('own_record', 1.0),
    ]) }}
{%- endmacro %}

{# The place of a rule in that order, from 1. #}
{% macro rule_order(rule) -%}
    case {{ rule }}
        {%- for name, _ in link_rules() %}
        when '{{ name }}' then {{ loop.index }}
        {%- endfor %}
    end
{%- endmacro %}

{% macro rule_confidence(rule) -%}
    cast(
        case {{ rule }}
            {%- for name, confidence in link_rules() %}
            when '{{ name }}' then {{ confidence }}
            {%- endfor %}
        end as double
    )
{%- endmacro %}

{# The evidence of a rule as readers see it: a phone number stays out of sight. #}
{% macro shown_evidence(rule, evidence) -%}
    case
        when {{ rule }} = 'name_phone' then '(phone)' || {{ replace_matches(evidence, '^[^|]*', '') }}
        else {{ evidence }}
    end
{%- endmacro %}
