-- Grain: one row per record that was merged into another, or lead that became a contact, and
-- exported version. A merge is the last change of the record that vanished; where its time is not
-- exported, it was known with the load.
{% set merges = [
    ('account', 'base_salesforce__account', 'account_id', 'master_record_id', 'updated_at'),
    ('contact', 'base_salesforce__contact', 'contact_id', 'master_record_id', 'updated_at'),
    ('contact', 'base_salesforce__lead', 'lead_id', 'master_record_id', 'updated_at'),
    (
        'contact', 'base_salesforce__lead', 'lead_id', 'converted_contact_id',
        'converted_at, updated_at'
    ),
    ('ticket', 'base_salesforce__case', 'case_id', 'master_record_id', 'updated_at')
] %}
{% for record_type, base, record_id, kept_id, merged_at in merges %}
    {{ 'union all' if not loop.first }}
    select
        'salesforce' as source,
        '{{ record_type }}' as record_type,
        {{ record_id }} as source_record_id,
        {{ kept_id }} as merged_into_id,
        coalesce({{ merged_at }}, loaded_at) as merged_at,
        {{ lineage_columns() | join(',\n        ') }}
    from {{ ref(base) }}
    where {{ kept_id }} is not null
{% endfor %}
