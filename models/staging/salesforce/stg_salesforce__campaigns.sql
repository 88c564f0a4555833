-- Grain: one row per campaign and exported version. The kinds are the organisation's own words: the
-- first list with a word that stands in them gives the channel, so that paper mail is no mail.
{% set channels = {
    'other': ['direct mail', 'directmail', 'ダイレクトメール'],
    'email': ['mail', 'メール', 'newsletter', 'メルマガ'],
    'webinar': [
        'webinar', 'online seminar', 'ウェビナー', 'webセミナー', 'web セミナー', 'オンラインセミナー'
    ],
    'social': ['social', 'sns', 'facebook', 'linkedin', 'twitter', 'instagram', 'ソーシャル'],
    'event': [
        'conference', 'trade show', 'tradeshow', 'seminar', 'event', 'exhibition', 'workshop',
        '会議', 'カンファレンス', '展示会', 'セミナー', 'イベント', '勉強会'
    ],
    'web': [
        'web', 'banner', 'advertis', 'online', 'search', 'content', 'バナー', '広告', 'ウェブ',
        'サイト', 'ホームページ', '検索', '資料', 'コンテンツ'
    ]
} %}
with campaigns as (

    select
        id as campaign_id,
        name as campaign_name,
        lower({{ nfkc('type') }}) as campaign_type,
        coalesce({{ day_start_utc('start_date') }}, created_date) as started_at,
        {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

    from {{ source('salesforce', 'campaign') }}

)

select
    'salesforce' as source,
    campaign_id,
    campaign_name,
    case
        {% for channel, words in channels.items() -%}
            {% for word in words -%}
                when campaign_type like '%{{ word }}%' then '{{ channel }}'
            {% endfor -%}
        {% endfor -%}
        else 'other'
    end as channel,
    started_at,
    {{ lineage_columns() | join(',\n    ') }}

from campaigns
