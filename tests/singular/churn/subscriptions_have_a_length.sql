-- Promise, as a warning: every subscription period ends after it starts. A period of no length
-- gives no MRR and is counted here; whether it is an input mistake only the billing tool's owner
-- can say.
{{ config(severity='warn') }}

select
    source,
    subscription_id,
    started_on,
    ends_on,
    exclusion_reason

from {{ ref('int_revenue__subscriptions') }}
where exclusion_reason in ('zero_length', 'ends_before_start')
