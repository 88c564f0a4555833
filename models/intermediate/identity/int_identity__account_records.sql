-- Grain: one row per company of a source, whether the CRM describes it or only a contract, a
-- ticket, an answer or another record names it. record_no is the order in which they became known,
-- by which the oldest record of an account is found; it may differ in the next build and never
-- leaves this folder.
{% set mentions = [
    'accounts', 'contacts', 'activities', 'subscriptions', 'survey_responses',
    'survey_invitations', 'invoices', 'opportunities', 'tickets', 'churn_flags'
] %}
with mentions as (

    {% for concept in mentions %}
        {{ 'union all' if not loop.first }}
        select
            source,
            source_account_id,
            available_at
        from {{ ref('int_inputs__' ~ concept) }}
    {% endfor %}

    union all

    select
        source,
        source_account_id,
        known_from as available_at
    from {{ ref('int_inputs__contact_versions') }}

    -- Ids that a record gives of another system, and of those it was merged with.
    union all

    select
        same_as_source as source,
        same_as_account_id as source_account_id,
        known_from as available_at
    from {{ ref('int_inputs__account_versions') }}

    union all

    select
        source,
        source_record_id as source_account_id,
        known_from as available_at
    from {{ ref('int_identity__account_merges') }}

    union all

    select
        source,
        merged_into_id as source_account_id,
        known_from as available_at
    from {{ ref('int_identity__account_merges') }}

),

records as (

    select
        source,
        source_account_id,
        min(available_at) as first_known_at

    from mentions
    where source is not null and source_account_id is not null
    group by source, source_account_id

)

select
    row_number() over (order by first_known_at, source, source_account_id) as record_no,
    {{ entity_key('account', ['source', 'source_account_id']) }} as record_id,
    source,
    source_account_id,
    first_known_at

from records
