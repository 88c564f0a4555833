-- Promise: of a mailing, what people did is part of what everybody did, every mail that a person
-- clicked was opened by a person, and what was sent either bounced or was delivered. A mail
-- counted twice, a bounce of a mail that was never sent, or a click that implies no open breaks
-- it.
select
    source,
    campaign_id,
    sent,
    delivered,
    bounces,
    opens_human,
    clicks_raw,
    clicks_human

from {{ ref('email_campaign_performance') }}
where
    clicks_human > clicks_raw
    or clicks_human > opens_human
    or delivered < 0
    or bounces < 0
    or delivered + bounces <> sent
