-- Promise: what customers say of us never enters the engagement score: nothing that the score is
-- made of reads the feedback layer or an NPS mart. That somebody answered at all is an event, and
-- comes from the input layer.
{% set found = models_below(
    ['int_score__', 'account_engagement_history'], 'int_feedback__', 'marts/nps/'
) %}
select '{{ found | join(", ") }}' as models
where {{ found | length }} > 0
