-- Grain: one row per program or e-mail and exported version. Marketo numbers both from 1, so an id
-- says which of the two it is: mails carry that of the e-mail.
{% for kind in ['program', 'email_template_history'] %}
    {{ 'union all' if not loop.first }}
    select
        'marketo' as source,
        campaign_id,
        campaign_name,
        channel,
        started_at,
        {{ lineage_columns() | join(', ') }}
    from {{ ref('base_marketo__' ~ kind) }}
{% endfor %}
