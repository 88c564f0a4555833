{# The text of a rule of approach_rules with what is true of an account in the place of its
   {placeholders}; a dash for what is unknown. `facts` names a relation with the facts, `language` is
   that of the text (ja or en): English tells one from many. #}
{% macro filled_reason(text, facts, language) -%}
    {%- set counted = {
        'ja': {
            'questions': ['', '件', '件'],
            'points': ['', '点', '点'],
            'ago': ['', '日前', '日前'],
            'ahead': ['', '日後', '日後'],
            'today': '本日',
        },
        'en': {
            'questions': ['', ' open question or ticket', ' open questions or tickets'],
            'points': ['', ' point', ' points'],
            'ago': ['', ' day ago', ' days ago'],
            'ahead': ['in ', ' day', ' days'],
            'today': 'today',
        },
    }[language] -%}
    {%- set values = {
        'open_questions': 'cast(' ~ facts ~ '.open_questions as string)',
        'question_days': 'cast(' ~ facts ~ '.question_days as string)',
        'contact_days': 'cast(' ~ facts ~ '.contact_days as string)',
        'last_contact_date': 'cast(' ~ facts ~ '.last_contact_date as string)',
        'renewal_date': 'cast(' ~ facts ~ '.renewal_date as string)',
        'renewal_days': 'cast(' ~ facts ~ '.renewal_days as string)',
        'score': whole_number_text(facts ~ '.engagement_score'),
        'trend_points': whole_number_text('abs(' ~ facts ~ '.trend_28d)'),
        'questions_counted': counted_text(facts ~ '.open_questions', counted.questions),
        'points_counted': counted_text(
            'floor(abs(' ~ facts ~ '.trend_28d) + 0.5)', counted.points
        ),
        'question_when': counted_text(facts ~ '.question_days', counted.ago, counted.today),
        'contact_when': counted_text(facts ~ '.contact_days', counted.ago, counted.today),
        'renewal_when': counted_text(facts ~ '.renewal_days', counted.ahead, counted.today),
        'nps_mean': recommend_mean_text(facts ~ '.nps_mean_score'),
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

{# The mean of recommend answers as text with one decimal; halves go up, but never to the edge of the
   next group, so that 6.96 is a detractor's 6.9. #}
{% macro recommend_mean_text(mean) -%}
    {%- set tenths -%}
        least(
            floor(10 * {{ mean }} + 0.5),
            case when {{ mean }} < 7 then 69 when {{ mean }} < 9 then 89 else 100 end
        )
    {%- endset -%}
    case
        when {{ mean }} is not null
            then concat_ws(
                '',
                cast(cast(floor({{ tenths }} / 10) as bigint) as string),
                '.',
                cast(cast({{ tenths }} - 10 * floor({{ tenths }} / 10) as bigint) as string)
            )
    end
{%- endmacro %}

{# A whole number with the words around it: `words` are those before it, those after one and those
   after any other number. `zero` is said instead of none. NULL stays NULL. #}
{% macro counted_text(number, words, zero=none) -%}
    case
        {%- if zero is not none %} when {{ number }} = 0 then {{ text_literal(zero) }}{% endif %}
        when {{ number }} is not null
            then concat_ws(
                '',
                {{ text_literal(words[0]) }},
                cast(cast({{ number }} as bigint) as string),
                case
                    when {{ number }} = 1 then {{ text_literal(words[1]) }}
                    else {{ text_literal(words[2]) }}
                end
            )
    end
{%- endmacro %}
