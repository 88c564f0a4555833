-- Grain: one row per program and exported version. The names of channels are the instance's own;
-- the type decides where a name says nothing.
with named as (

    select
        *,
        lower({{ nfkc('channel') }}) as channel_name,
        lower({{ nfkc('type') }}) as type_name

    from {{ source('marketo', 'program') }}

)

select
    'program-' || id as campaign_id,
    name as campaign_name,
    case
        when channel_name like '%webinar%' or channel_name like '%ウェビナー%' then 'webinar'
        when channel_name like '%mail%' or channel_name like '%メール%' then 'email'
        when channel_name like '%nurtur%' or channel_name like '%newsletter%' then 'email'
        when channel_name like '%social%' or channel_name like '%sns%' then 'social'
        when channel_name like '%event%' or channel_name like '%show%' then 'event'
        when channel_name like '%seminar%' or channel_name like '%セミナー%' then 'event'
        when channel_name like '%展示会%' or channel_name like '%イベント%' then 'event'
        when channel_name like '%web%' or channel_name like '%ウェブ%' then 'web'
        when channel_name like '%content%' or channel_name like '%コンテンツ%' then 'web'
        when channel_name like '%advertis%' or channel_name like '%広告%' then 'web'
        when type_name like '%webinar%' then 'webinar'
        when type_name like '%event%' then 'event'
        when type_name in ('email', 'engagement') then 'email'
        else 'other'
    end as channel,
    coalesce(start_date, created_at) as started_at,
    {{ lineage(updated_at='updated_at') }}

from named
