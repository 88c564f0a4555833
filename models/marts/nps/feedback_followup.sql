-- Grain: one row per valid recommend answer of a detractor, each of them and not only the latest:
-- when somebody of ours was first in contact afterwards, and what the same person answered next.
-- Within 48 hours is NULL while they still run.
with answers as (

    select
        response_id,
        survey_type,
        survey_id,
        contact_id,
        account_id,
        responded_at as answered_at,
        score,
        nps_group

    from {{ ref('int_feedback__survey_responses') }}
    where nps_group is not null

),

detractors as (

    select * from answers
    where nps_group = 'detractor'

),

-- Several answers of one moment are one: the one that counts.
moments as (

    select
        survey_type,
        contact_id,
        answered_at,
        score,
        row_number() over (
            partition by survey_type, contact_id, answered_at order by response_id desc
        ) as place

    from answers
    where contact_id is not null and answered_at is not null

),

next_answers as (

    select
        survey_type,
        contact_id,
        answered_at,
        lead(answered_at) over (
            partition by survey_type, contact_id order by answered_at
        ) as next_answered_at,
        lead(score) over (
            partition by survey_type, contact_id order by answered_at
        ) as next_score

    from moments
    where place = 1

),

completed_contacts as (

    select * from {{ ref('int_pressure__completed_contacts') }}

),

-- A contact of which the day alone is known may have been at any time of it; on the day of the
-- answer it counts from the answer on.
possible_contacts as (

    select
        detractors.response_id,
        greatest(completed_contacts.occurred_at, detractors.answered_at) as contact_at
    from detractors
    inner join completed_contacts
        on detractors.contact_id = completed_contacts.contact_id
    where completed_contacts.latest_possible_at > detractors.answered_at

    union all

    select
        detractors.response_id,
        greatest(completed_contacts.occurred_at, detractors.answered_at) as contact_at
    from detractors
    inner join completed_contacts
        on detractors.account_id = completed_contacts.account_id
    where
        detractors.contact_id is null
        and completed_contacts.latest_possible_at > detractors.answered_at

),

first_contacts as (

    select
        response_id,
        min(contact_at) as first_contact_at

    from possible_contacts
    group by response_id

),

measured as (

    select
        detractors.*,
        first_contacts.first_contact_at,
        {{ seconds_between('detractors.answered_at', 'first_contacts.first_contact_at') }}
            as seconds,
        {{ seconds_between('detractors.answered_at', 'as_of.as_of_ends_at') }} >= 172800
            as is_over

    from detractors
    cross join {{ ref('int_inputs__as_of') }} as as_of
    left join first_contacts on detractors.response_id = first_contacts.response_id

),

judged as (

    select
        measured.*,
        {{ rounded('seconds / 3600') }} as hours

    from measured

)

select
    judged.response_id,
    judged.survey_type,
    judged.survey_id,
    judged.contact_id,
    judged.account_id,
    accounts.owner_id,
    judged.answered_at,
    judged.score,
    judged.first_contact_at,
    judged.hours,
    case
        when judged.contact_id is null and judged.account_id is null then null
        when judged.hours is not null then judged.hours <= 48
        when judged.is_over then false
    end as within_48h,
    next_answers.next_score,
    next_answers.next_answered_at,
    next_answers.next_score - judged.score as score_change

from judged
left join {{ ref('int_identity__accounts') }} as accounts
    on judged.account_id = accounts.account_id
left join next_answers
    on
        judged.survey_type = next_answers.survey_type
        and judged.contact_id = next_answers.contact_id
        and judged.answered_at = next_answers.answered_at
