-- Grain: one row per member of a CSV file that Mailchimp exported. The id is computed as Mailchimp
-- does; the file names no audience. Its columns tell who left, its name who never joined; else the
-- member is subscribed.
select
    md5(lower(trim(email_address))) as member_id,
    cast(null as string) as list_id,
    {{ normalised_email('email_address') }} as email,
    case
        when unsub_time is not null then 'unsubscribed'
        when clean_time is not null then 'cleaned'
        when lower(_file) like '%nonsubscribed%' then 'transactional'
        when lower(_file) like '%unsubscribed%' then 'unsubscribed'
        when lower(_file) like '%cleaned%' then 'cleaned'
        else 'subscribed'
    end as status,
    unsub_campaign_id,
    false as is_deleted,
    unsub_time as unsubscribed_at,
    coalesce(optin_time, confirm_time) as created_at,
    {{ lineage(updated_at='coalesce(unsub_time, clean_time, last_changed)') }}

from {{ source('mailchimp', 'member_export') }}
