-- Grain: one row per person as a source knows one: by its own id, or by an e-mail address alone
-- (source `email`). Records with one address are one contact, and so are those that their source
-- merged, with all who share an address with them. Its id hashes the record that was known first,
-- so that a person met by address keeps the id when the CRM learns of them.
with mentions as (

    select
        source,
        source_contact_id,
        email,
        available_at
    from {{ ref('int_inputs__contacts') }}
    {% for concept in [
        'activities', 'email_sends', 'email_events', 'webinar_registrations', 'webinar_joins',
        'survey_responses'
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

    select * from records_by_id
    union all
    select * from records_by_email

),

by_address as (

    select
        records.*,
        coalesce(email, {{ entity_key('contact', ['source', 'source_contact_id']) }}) as address_key

    from records

),

-- Where the people of an address went, because a record of theirs was merged into somebody else's.
moves as (

    select
        merged_away.address_key,
        min(survivors.address_key) as moved_to

    from by_address as merged_away
    inner join {{ ref('int_identity__merged_records') }} as merged
        on
            merged.record_type = 'contact'
            and merged_away.source = merged.source
            and merged_away.source_contact_id = merged.source_record_id
    inner join by_address as survivors
        on
            merged.source = survivors.source
            and merged.survivor_id = survivors.source_contact_id
    where merged_away.address_key <> survivors.address_key
    group by merged_away.address_key

),

grouped as (

    select
        by_address.*,
        coalesce(onward.moved_to, moves.moved_to, by_address.address_key) as group_key

    from by_address
    left join moves on by_address.address_key = moves.address_key
    left join moves as onward on moves.moved_to = onward.address_key

),

named as (

    select
        grouped.*,
        first_value({{ entity_key('contact', ['source', 'source_contact_id']) }}) over (
            partition by group_key
            order by first_known_at, source, source_contact_id
        ) as contact_id

    from grouped

)

select
    source,
    source_contact_id,
    contact_id,
    email,
    first_known_at

from named
