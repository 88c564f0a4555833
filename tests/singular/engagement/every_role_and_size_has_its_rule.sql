-- Promise: on every day that has parameters, a contact without a known role and a company of
-- unknown size have a row of the rules.
select constants.valid_from
from {{ ref('score_parameters') }} as constants
where
    not exists (
        select 1
        from {{ ref('role_weights') }} as weights
        where weights.title is null and weights.valid_from <= constants.valid_from
    )
    or not exists (
        select 1
        from {{ ref('breadth_targets') }} as targets
        where
            targets.company_size_band = '(default)'
            and targets.valid_from <= constants.valid_from
    )
