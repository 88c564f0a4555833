-- Grain: one row per campaign, or mail of an automation, and exported version. A time at which
-- nothing was sent yet is a plan and no start.
select
    'mailchimp' as source,
    campaign_id,
    campaign_name,
    'email' as channel,
    case when sent_at <= loaded_at then sent_at end as started_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_mailchimp__campaign') }}

union all

select
    'mailchimp' as source,
    campaign_id,
    campaign_name,
    'email' as channel,
    started_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_mailchimp__automation_email') }}
