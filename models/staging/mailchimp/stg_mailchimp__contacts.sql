-- Grain: one row per member of an audience and version. A member of two audiences is two contacts
-- with one address, since consent is given to an audience. Who is pending has not agreed yet; who
-- is transactional was never asked.
with members as (

    {% for base in ['base_mailchimp__member', 'base_mailchimp__member_export'] %}
        {{ 'union all' if not loop.first }}
        select
            member_id,
            list_id,
            email,
            status,
            is_deleted,
            created_at,
            {{ lineage_columns() | join(',\n            ') }}
        from {{ ref(base) }}
    {% endfor %}

)

select
    'mailchimp' as source,
    concat_ws(':', list_id, member_id) as source_contact_id,
    cast(null as string) as source_account_id,
    email,
    cast(null as string) as role,
    false as is_decision_maker,
    case
        when status = 'subscribed' then true
        when status in ('unsubscribed', 'cleaned') then false
    end as consent_email,
    false as is_internal,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from members
