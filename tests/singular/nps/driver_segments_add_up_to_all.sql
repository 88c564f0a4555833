-- Promise: the pairs of a segment type's segments are the pairs of all, for every driver. A person
-- who falls between two segments, or into two, breaks it.
with counted as (

    select
        survey_type,
        driver,
        segment_type,
        sum(n) as n

    from {{ ref('nps_drivers') }}
    group by survey_type, driver, segment_type

)

select
    segments.survey_type,
    segments.driver,
    segments.segment_type,
    segments.n,
    everyone.n as n_of_all

from counted as segments
inner join counted as everyone
    on
        segments.survey_type = everyone.survey_type
        and segments.driver = everyone.driver
where
    everyone.segment_type = 'all'
    and segments.n <> everyone.n
