-- Grain: one row per contact, period in which it was so (valid_from, valid_until) and period in
-- which the warehouse knew it so (known_from, known_until); NULL is still. The rows without
-- known_until are what is known now. No row: the employer is unknown. A CRM's record counts before
-- another tool's, both before the domain of the address, which counts if exactly one account has
-- it. Who is whom among contacts is as now known.
{% set said = ['employer_type', 'employer_source', 'employer_key'] %}
with versions as (

    select
        records.contact_id,
        versions.source,
        versions.source_contact_id,
        versions.source_account_id,
        versions.email,
        case when versions.is_of_crm then 0 else 1 end as class_of_source,
        versions.stated_at,
        versions.known_from,
        versions.version_no,
        count(versions.source_account_id) over (
            partition by versions.source, versions.source_contact_id order by versions.version_no
        ) as employers_named

    from {{ ref('int_inputs__contact_versions') }} as versions
    inner join {{ ref('int_identity__contact_records') }} as records
        on
            versions.source = records.source
            and versions.source_contact_id = records.source_contact_id

),

addresses as (

    select
        contact_id,
        source,
        source_contact_id,
        source_account_id,
        email,
        case when employers_named > 0 then class_of_source else 2 end as class_no,
        stated_at,
        known_from,
        version_no
    from versions

    union all

    -- People whom no CRM describes are known by the address they came with.
    select
        records.contact_id,
        records.source,
        records.source_contact_id,
        cast(null as string) as source_account_id,
        records.email,
        2 as class_no,
        records.first_known_at as stated_at,
        records.first_known_at as known_from,
        1 as version_no
    from {{ ref('int_identity__contact_records') }} as records
    left join {{ ref('int_inputs__contacts') }} as contacts
        on
            records.source = contacts.source
            and records.source_contact_id = contacts.source_contact_id
    where contacts.source is null and records.email is not null

),

statements as (

    select
        addresses.contact_id,
        addresses.source,
        addresses.source_contact_id,
        addresses.class_no,
        addresses.stated_at,
        addresses.known_from,
        addresses.version_no,
        case
            when addresses.source_account_id is not null then 'record'
            when not domains.is_free_mail then 'domain'
            else 'unknown'
        end as employer_type,
        case when addresses.source_account_id is not null then addresses.source end
            as employer_source,
        case
            when addresses.source_account_id is not null then addresses.source_account_id
            when not domains.is_free_mail then domains.registrable_domain
        end as employer_key

    from addresses
    left join {{ ref('int_identity__domains') }} as domains
        on {{ email_domain('addresses.email') }} = domains.domain

),

{{ history_of_statements('statements', said) }},

linked as (

    select
        history.contact_id,
        links.account_id,
        'record' as rule,
        history.employer_source || ':' || history.employer_key as evidence,
        history.valid_from,
        history.valid_until,
        greatest(history.known_from, links.known_from) as known_from,
        least(
            {{ end_or_never('history.known_until') }}, {{ end_or_never('links.known_until') }}
        ) as known_to

    from history
    inner join {{ ref('int_identity__account_link_history') }} as links
        on
            history.employer_source = links.source
            and history.employer_key = links.source_account_id
            and history.known_from < {{ end_or_never('links.known_until') }}
            and links.known_from < {{ end_or_never('history.known_until') }}
    where history.employer_type = 'record'

    union all

    select
        history.contact_id,
        domain_accounts.account_id,
        'domain' as rule,
        history.employer_key as evidence,
        history.valid_from,
        history.valid_until,
        greatest(history.known_from, domain_accounts.known_from) as known_from,
        least(
            {{ end_or_never('history.known_until') }},
            {{ end_or_never('domain_accounts.known_until') }}
        ) as known_to

    from history
    inner join {{ ref('int_identity__domain_accounts') }} as domain_accounts
        on
            history.employer_key = domain_accounts.domain
            and history.known_from < {{ end_or_never('domain_accounts.known_until') }}
            and domain_accounts.known_from < {{ end_or_never('history.known_until') }}
    where history.employer_type = 'domain' and domain_accounts.account_id is not null

),

hashed as (

    select
        linked.*,
        {{ entity_key('employer', [
            'contact_id', 'account_id', 'rule', 'evidence', 'valid_from', 'valid_until'
        ]) }} as employment

    from linked

),

-- What was known without a break is one row, also where only the reason of a link changed.
compared as (

    select
        hashed.*,
        lag(known_to) over (partition by employment order by known_from) as known_to_before

    from hashed

),

unbroken as (

    select
        compared.*,
        sum(case when known_to_before = known_from then 0 else 1 end) over (
            partition by employment order by known_from rows unbounded preceding
        ) as stretch

    from compared

)

select
    contact_id,
    account_id,
    rule,
    evidence,
    valid_from,
    valid_until,
    min(known_from) as known_from,
    nullif(max(known_to), {{ end_or_never('null') }}) as known_until

from unbroken
group by
    contact_id,
    account_id,
    rule,
    evidence,
    valid_from,
    valid_until,
    employment,
    stretch
