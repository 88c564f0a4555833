-- Grain: one row per call, meeting, message or sent form, person and exported version. A version
-- in which it has not happened (planned, deleted) says is_deleted and no time, so that it takes
-- back an earlier one. An activity with three people is three events; one without people is an
-- event of each of its companies; one with neither is our own calendar. An association may come
-- later than its activity: the event is known when both are. A form whose name asks us something
-- is a question, any other gives something away and is a download.
{% set kinds = ['call', 'meeting', 'email', 'communication'] %}
{% set inquiry_words = [
    'contact us', 'inquir', 'enquir', 'request a demo', 'request demo', 'quote', '問い合わせ',
    '問合せ', 'お問合わせ', '相談', '見積'
] %}
with older_times as (

    select
        engagement_id,
        max(occurred_at) as occurred_at

    from {{ ref('base_hubspot__engagement') }}
    group by engagement_id

),

engagements as (

    {% for kind in kinds %}
        {{ 'union all' if not loop.first }}
        select
            engagement_id,
            owner_id,
            event_type,
            is_deleted,
            occurred_at,
            {{ lineage_columns() | join(',\n            ') }}
        from {{ ref('base_hubspot__engagement_' ~ kind) }}
    {% endfor %}

),

entries as (

    select
        engagements.engagement_id,
        engagements.owner_id,
        engagements.event_type,
        engagements.is_deleted,
        coalesce(engagements.occurred_at, older_times.occurred_at) as occurred_at,
        engagements.updated_at,
        engagements.available_at,
        engagements.loaded_at,
        engagements.load_id,
        engagements.file_name,
        engagements.file_row

    from engagements
    left join older_times on engagements.engagement_id = older_times.engagement_id

),

happened as (

    select
        entries.*,
        not is_deleted
        and event_type is not null
        and coalesce(occurred_at <= loaded_at, false) as has_happened

    from entries

),

{% for other in ['contact', 'company'] %}
    {{ other }}_link_versions as (

        select
            engagement_id,
            {{ other }}_id,
            is_removed,
            min(available_at) over (
                partition by engagement_id, {{ other }}_id
            ) as linked_at,
            row_number() over (
                partition by engagement_id, {{ other }}_id, type_id
                order by loaded_at desc, file_name desc, file_row desc
            ) as version_rank

        from {{ ref('base_hubspot__engagement_' ~ other) }}

    ),

    {{ other }}_links as (

        select
            engagement_id,
            {{ other }}_id,
            min(linked_at) as linked_at,
            count(*) over (partition by engagement_id) as links

        from {{ other }}_link_versions
        where version_rank = 1 and not is_removed
        group by engagement_id, {{ other }}_id

    ),

{% endfor %}
with_people as (

    select
        happened.*,
        contact_links.contact_id,
        company_links.company_id,
        happened.engagement_id || ':' || contact_links.contact_id as event_id,
        greatest(happened.available_at, contact_links.linked_at) as known_at

    from happened
    inner join contact_links on happened.engagement_id = contact_links.engagement_id
    left join company_links
        on
            happened.engagement_id = company_links.engagement_id
            and company_links.links = 1
            and company_links.linked_at
            <= greatest(happened.available_at, contact_links.linked_at)

),

with_companies_only as (

    select
        happened.*,
        cast(null as string) as contact_id,
        company_links.company_id,
        happened.engagement_id || ':' || company_links.company_id as event_id,
        greatest(happened.available_at, company_links.linked_at) as known_at

    from happened
    inner join company_links on happened.engagement_id = company_links.engagement_id
    where
        happened.engagement_id not in (
            select contact_links.engagement_id from contact_links
        )

),

forms as (

    select
        form_id,
        max(form_name) as form_name

    from {{ ref('base_hubspot__form') }}
    group by form_id

),

submissions as (

    select
        submitted.*,
        lower({{ nfkc("concat_ws(' ', forms.form_name, submitted.title)") }}) as words

    from {{ ref('base_hubspot__contact_form_submission') }} as submitted
    left join forms on submitted.form_id = forms.form_id

),

activities as (

    {% for people in ['with_people', 'with_companies_only'] %}
        select
            event_id as source_event_id,
            company_id as source_account_id,
            contact_id as source_contact_id,
            owner_id,
            event_type,
            cast(null as string) as content_id,
            not has_happened as is_deleted,
            case when has_happened then occurred_at end as occurred_at,
            updated_at,
            known_at as available_at,
            loaded_at,
            load_id,
            file_name,
            file_row
        from {{ people }}

        union all

    {% endfor %}
    select
        coalesce(
            conversion_id,
            {{ entity_key('form_submission', ['contact_id', 'form_id', 'occurred_at']) }}
        ) as source_event_id,
        cast(null as string) as source_account_id,
        contact_id as source_contact_id,
        cast(null as string) as owner_id,
        case
            {% for word in inquiry_words -%}
                when words like '%{{ word }}%' then 'question_asked'
            {% endfor -%}
            else 'content_downloaded'
        end as event_type,
        form_id as content_id,
        false as is_deleted,
        occurred_at,
        {{ lineage_columns() | join(',\n        ') }}
    from submissions

)

select
    'hubspot' as source,
    source_event_id,
    source_account_id,
    source_contact_id,
    cast(null as string) as email,
    owner_id,
    event_type,
    cast(null as string) as campaign_id,
    content_id,
    is_deleted,
    occurred_at,
    {{ lineage_columns() | join(',\n    ') }}

from activities
