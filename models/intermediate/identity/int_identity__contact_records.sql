-- Grain: one row per person as a source knows one: by its own id, or by an e-mail address alone
-- (source `email`). Records with one address are one contact, and so are those that their source
-- merged. An address that nobody has any more belongs to the record that had it last. A contact's
-- id hashes the record that was known first, so that a person met by address keeps the id when the
-- CRM learns of them.
with mentions as (

    select
        source,
        source_contact_id,
        email,
        available_at
    from {{ ref('int_inputs__contacts') }}
    {% for concept in [
        'activities', 'email_sends', 'email_events', 'webinar_registrations', 'webinar_joins',
        'survey_responses', 'survey_invitations', 'tickets', 'campaign_members',
        'webinar_interactions'
    ] %}
        union all
        select
            source,
            source_contact_id,
            email,
            available_at
        from {{ ref('int_inputs__' ~ concept) }}
    {% endfor %}

),

records_by_id as (

    select
        mentions.source,
        mentions.source_contact_id,
        coalesce(max(contacts.email), max(mentions.email)) as email,
        min(mentions.available_at) as first_known_at

    from mentions
    left join {{ ref('int_inputs__contacts') }} as contacts
        on
            mentions.source = contacts.source
            and mentions.source_contact_id = contacts.source_contact_id
    where mentions.source_contact_id is not null
    group by mentions.source, mentions.source_contact_id

),

records_by_email as (

    select
        'email' as source,
        email as source_contact_id,
        email,
        min(available_at) as first_known_at

    from mentions
    where source_contact_id is null and email is not null
    group by email

),

records as (

    select
        row_number() over (order by first_known_at, source, source_contact_id) as record_no,
        source,
        source_contact_id,
        email,
        first_known_at

    from (
        select * from records_by_id
        union all
        select * from records_by_email
    ) as all_records

),

past_addresses as (

    select
        versions.email,
        records.record_no,
        row_number() over (
            partition by versions.email
            order by
                versions.stated_at desc,
                versions.version_no desc,
                versions.source desc,
                versions.source_contact_id desc
        ) as holder_order

    from {{ ref('int_inputs__contact_versions') }} as versions
    inner join records
        on
            versions.source = records.source
            and versions.source_contact_id = records.source_contact_id
    left join records_by_id as holders
        on versions.email = holders.email
    where versions.email is not null and holders.email is null

),

carried as (

    select
        record_no,
        'email|' || email as hub
    from records
    where email is not null

    union all

    select
        record_no,
        'email|' || email as hub
    from past_addresses
    where holder_order = 1

    {% for record_id in ['source_record_id', 'survivor_id'] %}
        union all

        select
            records.record_no,
            'merge|' || merged.source || '|' || merged.survivor_id as hub
        from {{ ref('int_identity__merged_records') }} as merged
        inner join records
            on
                merged.source = records.source
                and merged.{{ record_id }} = records.source_contact_id
        where merged.record_type = 'contact'
    {% endfor %}

),

counted as (

    select
        record_no,
        hub,
        min(record_no) over (partition by hub) as first_no,
        max(record_no) over (partition by hub) as last_no

    from carried

),

edges as (

    select distinct
        0 as scope_no,
        record_no as node_no,
        hub

    from counted
    where first_no < last_no

),

{{ connected_components('edges') }},

groups as (

    select
        node_no,
        reached_no,
        min(case when is_settled then 1 else 0 end) = 1 as is_settled

    from connected
    group by
        node_no,
        reached_no

)

select
    records.source,
    records.source_contact_id,
    {{ entity_key('contact', ['oldest.source', 'oldest.source_contact_id']) }} as contact_id,
    records.email,
    coalesce(groups.is_settled, true) as is_settled,
    records.first_known_at

from records
left join groups
    on records.record_no = groups.node_no
inner join records as oldest
    on coalesce(groups.reached_no, records.record_no) = oldest.record_no
