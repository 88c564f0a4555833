-- Promise: no mart column holds an e-mail address. The dimensions carry ids and domains; a vendor's
-- label that slips through (an address as attendee key or content) breaks it. It does not find
-- names or phone numbers.
select
    'dim_contacts' as mart,
    contact_id as place

from {{ ref('dim_contacts') }}
where concat_ws('|', contact_id, role, email_domain) like '%@%'

union all

select
    'webinar_attendance' as mart,
    attendee_key as place

from {{ ref('webinar_attendance') }}
where attendee_key like '%@%'

union all

select
    'fct_engagement_events' as mart,
    event_id as place

from {{ ref('fct_engagement_events') }}
where
    source_event_id like '%@%'
    or coalesce(content_id, '') like '%_@_%.%' and event_type not like 'webinar%'
