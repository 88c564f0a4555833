-- Grain: one row per company record and period in which what identifies it stayed the same. A
-- domain is the registrable one; free-mail and provider domains identify nobody and are NULL. Each
-- text is normalised once, however many versions repeat it.
{% set written = [
    'account_name', 'corporate_number', 'domain', 'region', 'phone', 'same_as_source',
    'same_as_account_id'
] %}
{% set texts = [
    ('name_key', 'account_name', normalised_company_name('written')),
    ('corporate_number', 'corporate_number', valid_corporate_number('written')),
    ('phone', 'phone', normalised_phone('written')),
    ('prefecture', 'region', prefecture_of('written')),
] %}
with versions as (

    select
        records.record_no,
        versions.{{ written | join(',\n        versions.') }},
        versions.known_from,
        {{ entity_key('said', written) }} as said

    from {{ ref('int_inputs__account_versions') }} as versions
    inner join {{ ref('int_identity__account_records') }} as records
        on
            versions.source = records.source
            and versions.source_account_id = records.source_account_id

),

compared as (

    select
        versions.*,
        lag(said) over (partition by record_no order by known_from) as said_before

    from versions

),

changed as (

    select *
    from compared
    where said_before is null or said <> said_before

),

{% for name, column, formula in texts %}
    {{ name }}s as (

        select
            written,
            nullif({{ formula }}, '') as {{ name }}
        from (
            select distinct {{ column }} as written
            from changed
            where {{ column }} is not null
        ) as texts

    ),

{% endfor %}
normalised as (

    select
        changed.record_no,
        {% for name, _, _ in texts %}
            {{ name }}s.{{ name }},
        {% endfor %}
        case when not domains.is_free_mail then domains.registrable_domain end as web_domain,
        changed.same_as_source,
        changed.same_as_account_id,
        changed.known_from

    from changed
    {% for name, column, _ in texts %}
        left join {{ name }}s on changed.{{ column }} = {{ name }}s.written
    {% endfor %}
    left join {{ ref('int_identity__domains') }} as domains
        on changed.domain = domains.domain

),

hashed as (

    select
        normalised.*,
        {{ entity_key('said', [
            'name_key', 'corporate_number', 'web_domain', 'phone', 'prefecture', 'same_as_source',
            'same_as_account_id'
        ]) }} as meant

    from normalised

),

compared_again as (

    select
        hashed.*,
        lag(meant) over (partition by record_no order by known_from) as meant_before

    from hashed

)

select
    record_no,
    name_key,
    corporate_number,
    web_domain,
    phone,
    prefecture,
    same_as_source,
    same_as_account_id,
    known_from,
    lead(known_from) over (partition by record_no order by known_from) as known_until

from compared_again
where meant_before is null or meant <> meant_before
