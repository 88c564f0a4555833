-- Promise: purchases, what we send ourselves and opens have no points: a score that holds them
-- would lead to revenue by construction, or count machines.
select
    rules.event_type,
    event_types.direction,
    event_types.behaviour_class

from {{ ref('scoring_rules') }} as rules
inner join {{ ref('event_types') }} as event_types
    on rules.event_type = event_types.event_type
where
    event_types.direction = 'outbound'
    or event_types.behaviour_class = 'transaction'
    or rules.event_type = 'email_opened'
