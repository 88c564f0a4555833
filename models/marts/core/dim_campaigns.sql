-- Grain: one row per campaign or mailing of a source, those included that only sends, events or
-- members name, and the campaigns that brought visits to the web site. Webinars are no campaigns:
-- webinar_performance has them.
with described as (

    select
        source,
        campaign_id,
        campaign_name,
        channel,
        started_at

    from {{ ref('int_inputs__campaigns') }}

),

mentions as (

    select
        source,
        campaign_id,
        campaign_name,
        'email' as channel,
        sent_at as happened_at
    from {{ ref('int_inputs__email_sends') }}
    union all
    select
        source,
        campaign_id,
        cast(null as string) as campaign_name,
        'email' as channel,
        occurred_at as happened_at
    from {{ ref('int_inputs__email_events') }}
    union all
    select
        source,
        traffic_campaign as campaign_id,
        traffic_campaign as campaign_name,
        'web' as channel,
        event_at as happened_at
    from {{ ref('int_inputs__web_events') }}
    {% for concept, happened_at in [
        ('activities', 'occurred_at'), ('campaign_members', 'created_at')
    ] %}
        union all
        select
            source,
            campaign_id,
            cast(null as string) as campaign_name,
            cast(null as string) as channel,
            {{ happened_at }} as happened_at
        from {{ ref('int_inputs__' ~ concept) }}
    {% endfor %}

),

-- A mailing that was renamed has the name that comes last in the alphabet: any, but always the
-- same one.
mentioned as (

    select
        source,
        campaign_id,
        max(campaign_name) as campaign_name,
        max(channel) as channel,
        min(happened_at) as first_happened_at

    from mentions
    where campaign_id is not null
    group by source, campaign_id

)

select
    coalesce(described.source, mentioned.source) as source,
    coalesce(described.campaign_id, mentioned.campaign_id) as campaign_id,
    coalesce(described.campaign_name, mentioned.campaign_name, '(unknown)') as campaign_name,
    coalesce(described.channel, mentioned.channel, '(unknown)') as channel,
    coalesce(described.started_at, mentioned.first_happened_at) as started_at

from described
full outer join mentioned
    on
        described.source = mentioned.source
        and described.campaign_id = mentioned.campaign_id
