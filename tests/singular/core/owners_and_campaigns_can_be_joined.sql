-- Promise: every owner of an account and every campaign of an event has its row, so that joining
-- them loses nothing.
select
    'owner' as dimension,
    accounts.owner_id as id

from {{ ref('dim_accounts') }} as accounts
left join {{ ref('dim_owners') }} as owners
    on accounts.owner_id = owners.owner_id
where accounts.owner_id is not null and owners.owner_id is null

union all

select
    'campaign' as dimension,
    events.campaign_id as id

from {{ ref('fct_engagement_events') }} as events
left join {{ ref('dim_campaigns') }} as campaigns
    on
        events.source = campaigns.source
        and events.campaign_id = campaigns.campaign_id
where events.campaign_id is not null and campaigns.campaign_id is null
