-- Grain: one row per person of a CRM and version that says something new of employer, address or
-- role. stated_at is when the tool came to say so: of a first version when the record was made,
-- since nothing says that it was otherwise before.
{% set columns = [
    'source', 'source_contact_id', 'source_account_id', 'email', 'role', 'is_decision_maker',
    'created_at'
] %}
{% set other_systems = var('contact_sources') | reject('in', var('crm_sources')) | list %}
{% set listed = "'" ~ other_systems | join("', '") ~ "'" %}
with exported as (

    {{ union_sources(['crm_sources', 'contact_sources'], 'contacts', columns) }}

),

known as (

    {{ known_versions('exported', ['source', 'source_contact_id']) }}

),

hashed as (

    select
        known.*,
        {{ entity_key('said', [
            'source_account_id', 'email', 'role', 'is_decision_maker'
        ]) }} as said

    from known

),

compared as (

    select
        hashed.*,
        lag(said) over (
            partition by source, source_contact_id order by version_no
        ) as said_before,
        lag(known_from) over (
            partition by source, source_contact_id order by version_no
        ) as known_before

    from hashed

)

select
    source,
    source_contact_id,
    source_account_id,
    email,
    role,
    is_decision_maker,
    {% if other_systems %}
        source not in ({{ listed }}) as is_of_crm,
    {% else %}
        true as is_of_crm,
    {% endif %}
    version_no,
    case
        when version_no = 1
            then
                least(
                    coalesce(created_at, known_from),
                    coalesce(updated_at, known_from),
                    known_from
                )
        else coalesce(updated_at, known_from)
    end as stated_at,
    known_from

from compared
where
    said_before is null
    or said <> said_before
    -- The same was said before, in a version that came later.
    or known_from < known_before
