-- Promise: no answer is dropped. Every answer of the input layer is in the mart, and is either
-- valid or says why not; only a valid recommend answer has an NPS group.
with published as (

    select
        count(*) as answers,
        sum(case when is_valid = (invalid_reason is not null) then 1 else 0 end) as unclear,
        sum(
            case
                when (nps_group is not null) <> (is_valid and question_type = 'recommend') then 1
                else 0
            end
        ) as misgrouped

    from {{ ref('fct_survey_responses') }}

),

received as (

    select count(*) as answers from {{ ref('int_inputs__survey_responses') }}

)

select
    published.answers,
    published.unclear,
    published.misgrouped,
    received.answers as received

from published
cross join received
where
    published.answers <> received.answers
    or published.unclear > 0
    or published.misgrouped > 0
