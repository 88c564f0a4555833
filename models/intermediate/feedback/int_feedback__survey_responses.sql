-- Grain: one row per answer, with the verdict whether it counts and why not (METRICS 7). Nothing is
-- dropped: a score of 11, a test, another scale stay here with their reason.
with resolved as (

    select
        responses.*,
        {{ resolved_contact_id() }} as contact_id

    from {{ ref('int_inputs__survey_responses') }} as responses
    {{ join_contact_keys('responses') }}

),

linked as (

    select
        resolved.*,
        coalesce(account_keys.account_id, employers.account_id) as account_id,
        coalesce(contacts.is_internal, false) as is_internal

    from resolved
    left join {{ ref('int_identity__contacts') }} as contacts
        on resolved.contact_id = contacts.contact_id
    left join {{ ref('int_identity__account_keys') }} as account_keys
        on
            resolved.source = account_keys.source
            and resolved.source_account_id = account_keys.source_account_id
    {{ join_employers(
        'resolved.contact_id', 'coalesce(resolved.responded_at, resolved.available_at)'
    ) }}

),

judged as (

    select
        linked.*,
        case
            when is_test then 'test'
            when is_internal then 'staff'
            when question_type in ('text', 'choice') then 'not_scored'
            when score is null then 'no_score'
            when
                question_type = 'recommend'
                and not coalesce(scale_min = 0 and scale_max = 10, false)
                then 'other_scale'
            when score < scale_min or score > scale_max then 'out_of_range'
            when score <> floor(score) then 'not_whole'
        end as invalid_reason

    from linked

)

select
    {{ entity_key('survey_response', ['source', 'source_response_id']) }} as response_id,
    questionnaire_id,
    source,
    source_response_id,
    survey_id,
    question_id,
    contact_id,
    account_id,
    survey_type,
    touchpoint,
    question_type,
    scale_min,
    scale_max,
    score,
    language,
    invalid_reason is null as is_valid,
    invalid_reason,
    case
        when invalid_reason is null and question_type = 'recommend' then {{ nps_group('score') }}
    end as nps_group,
    has_comment,
    responded_at,
    available_at

from judged
