-- Grain: one row per question of a filled-in form and exported version, also where its answer was
-- left blank; the form's own comment is a question of its own. Of texts only their presence is
-- read. A numbered answer begins with its number of at most three digits: `９`, `5: 満足`,
-- `10 - very likely`. Where more digits follow before any letter it is a date, a range or a
-- fraction, and none. Of a choice only what is a number as a whole is one: `6 months ago` is not.
{% set numbered = '(?s)^ *(-?[0-9]{1,3}([.][0-9]+)?)[^0-9\\p{L}]*(\\p{L}.*)?$' %}
{% set number = '^ *(-?[0-9]{1,3}([.][0-9]+)?) *$' %}
with forms as (

    select
        *,
        {{ normalised_email('email') }} as normalised_email
    from {{ source('generic', 'survey_forms') }}

),

asked as (

    select
        forms.*,
        {{ json_keys('answers') }} as question_id
    from forms

),

answered as (

    select
        asked.*,
        {{ nfkc(json_member('answers', 'question_id')) }} as answer,
        coalesce(
            {{ json_member('questions', 'question_id') }},
            {{ json_member('questions', "'*'") }}
        ) as question,
        false as is_comment
    from asked

    union all

    select
        forms.*,
        '(comment)' as question_id,
        forms.comment as answer,
        '{"question_type": "text"}' as question,
        true as is_comment
    from forms
    where trim(forms.comment) <> ''

),

described as (

    select
        answered.*,
        coalesce(trim(answer) <> '', false) as is_answered,
        {{ json_text('question', '$.question_type') }} as stated_type
    from answered

)

select
    source_system as source,
    form_id || '/' || question_id as source_response_id,
    form_id as source_form_id,
    survey_id,
    question_id,
    account_id as source_account_id,
    contact_id as source_contact_id,
    normalised_email as email,
    survey_type,
    coalesce({{ json_text('question', '$.touchpoint') }}, touchpoint) as touchpoint,
    case
        when stated_type in ('recommend', 'satisfaction', 'effort', 'text') then stated_type
        else 'choice'
    end as question_type,
    try_cast({{ json_text('question', '$.scale_min') }} as bigint) as scale_min,
    try_cast({{ json_text('question', '$.scale_max') }} as bigint) as scale_max,
    case
        when stated_type in ('text', 'choice')
            then cast({{ first_match('answer', number) }} as double)
        else cast({{ first_match('answer', numbered) }} as double)
    end as score,
    language,
    coalesce(is_test, false) as is_test,
    is_comment as has_comment,
    is_answered,
    responded_at,
    {{ lineage() }}

from described
