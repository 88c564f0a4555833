-- Grain: one row per rating and exported version. A ticket has one rating, the latest, whether the
-- ratings or the field history of the ticket tell it; what was only offered is no answer. The scale
-- is good (1) or bad (0).
with ratings as (

    select
        source_ticket_id,
        source_contact_id,
        rating,
        rated_at,
        {{ lineage_columns() | join(', ') }}

    from {{ ref('base_zendesk__satisfaction_ratings') }}

    union all

    select
        source_ticket_id,
        source_user_id as source_contact_id,
        new_value as rating,
        changed_at as rated_at,
        {{ lineage_columns() | join(', ') }}

    from {{ ref('base_zendesk__ticket_field_history') }}
    where field_name = 'satisfaction_score'

)

select
    'zendesk' as source,
    'ticket-' || source_ticket_id as source_response_id,
    cast(null as string) as source_form_id,
    'ticket_satisfaction' as survey_id,
    'satisfaction' as question_id,
    cast(null as string) as source_account_id,
    source_contact_id,
    cast(null as string) as email,
    'transactional' as survey_type,
    'support' as touchpoint,
    'satisfaction' as question_type,
    cast(0 as bigint) as scale_min,
    cast(1 as bigint) as scale_max,
    cast(
        case when rating like 'good%' then 1 when rating like 'bad%' then 0 end as double
    ) as score,
    cast(null as string) as language,
    false as is_test,
    rating like '%with_comment' as has_comment,
    rating like 'good%' or rating like 'bad%' as is_answered,
    rated_at as responded_at,
    {{ lineage_columns() | join(',\n    ') }}

from ratings
where rating like 'good%' or rating like 'bad%' or rating like 'received%'
