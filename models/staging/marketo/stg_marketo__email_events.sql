-- Grain: one row per delivery, bounce, open, click or unsubscription and exported version.
{% set activities = [
    'activity_email_delivered', 'activity_email_bounced', 'activity_email_bounced_soft',
    'activity_open_email', 'activity_click_email', 'activity_unsubscribe_email'
] %}
{% for activity in activities %}
    {{ 'union all' if not loop.first }}
    select
        'marketo' as source,
        source_event_id,
        send_id,
        campaign_id,
        source_contact_id,
        email,
        event_type,
        url,
        is_vendor_bot,
        is_privacy_proxy,
        occurred_at,
        {{ lineage_columns() | join(', ') }}
    from {{ ref('base_marketo__' ~ activity) }}
{% endfor %}
