{# The text of a rule of approach_rules with what is true of an account in the place of its
   {placeholders}; a dash for what is unknown. `facts` names a relation with the facts. #}
{% macro filled_reason(text, facts) -%}
    {%- set values = {
        'open_questions': 'cast(' ~ facts ~ '.open_questions as string)',
        'question_days': 'cast(' ~ facts ~ '.question_days as string)',
        'contact_days': 'cast(' ~ facts ~ '.contact_days as string)',
        'last_contact_date': 'cast(' ~ facts ~ '.last_contact_date as string)',
        'renewal_date': 'cast(' ~ facts ~ '.renewal_date as string)',
        'renewal_days': 'cast(' ~ facts ~ '.renewal_days as string)',
        'score': whole_number_text(facts ~ '.engagement_score'),
        'trend_points': whole_number_text('abs(' ~ facts ~ '.trend_28d)'),
        'nps_mean': whole_number_text(facts ~ '.nps_mean_score'),
        'last_response_date': 'cast(' ~ facts ~ '.last_response_date as string)',
    } -%}
    {%- set filled = namespace(sql=text) -%}
    {%- for name, value in values.items() -%}
        {%- set filled.sql = (
            'replace(' ~ filled.sql ~ ", '{" ~ name ~ "}', coalesce(" ~ value ~ ", '-'))"
        ) -%}
    {%- endfor -%}
    {{ filled.sql }}
{%- endmacro %}

{# A number that is not negative, as text without decimals; halves go up. #}
{% macro whole_number_text(number) -%}
    cast(cast(floor({{ number }} + 0.5) as bigint) as string)
{%- endmacro %}
