-- Promise: the months hold every detractor's answer with a time once, and their parts fit into each
-- other: within 48 hours <= judged, within 48 hours <= contacted, all <= answers.
with answers as (

    select
        survey_type,
        count(*) as detractor_answers,
        count(within_48h) as judged,
        count(first_contact_at) as contacted

    from {{ ref('feedback_followup') }}
    where answered_at is not null
    group by survey_type

),

months as (

    select
        survey_type,
        sum(detractor_answers) as detractor_answers,
        sum(judged) as judged,
        sum(contacted) as contacted,
        sum(
            case
                when
                    contacted_within_48h > judged
                    or contacted_within_48h > contacted
                    or contacted > detractor_answers
                    or judged > detractor_answers
                    or resurveyed > detractor_answers
                    or share_within_48h not between 0 and 1
                    or (judged = 0) <> (share_within_48h is null)
                    or (resurveyed = 0) <> (mean_score_change is null)
                    then 1
                else 0
            end
        ) as unfit_months

    from {{ ref('feedback_followup_monthly') }}
    group by survey_type

)

select
    coalesce(answers.survey_type, months.survey_type) as survey_type,
    answers.detractor_answers,
    months.detractor_answers as detractor_answers_of_months,
    months.unfit_months

from answers
full outer join months
    on answers.survey_type = months.survey_type
where
    coalesce(answers.detractor_answers, 0) <> coalesce(months.detractor_answers, 0)
    or coalesce(answers.judged, 0) <> coalesce(months.judged, 0)
    or coalesce(answers.contacted, 0) <> coalesce(months.contacted, 0)
    or months.unfit_months > 0
