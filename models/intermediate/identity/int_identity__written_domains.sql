-- Grain: one row per domain as companies and e-mail addresses have it, in whatever version of a
-- record. It says nothing of when the domain was known, and only looks domains up.
with exported_accounts as (

    {{ union_sources(['crm_sources', 'account_sources'], 'accounts', ['domain']) }}

),

exported_contacts as (

    {{ union_sources(['crm_sources', 'contact_sources'], 'contacts', ['email']) }}

),

domains as (

    select domain from exported_accounts
    union all
    select {{ email_domain('email') }} as domain from exported_contacts
    {% for concept in [
        'activities', 'campaign_members', 'email_sends', 'email_events', 'survey_responses',
        'survey_invitations', 'tickets', 'webinar_interactions', 'webinar_joins',
        'webinar_registrations'
    ] %}
        union all
        select {{ email_domain('email') }} as domain from {{ ref('int_inputs__' ~ concept) }}
    {% endfor %}

)

select distinct domain

from domains
where domain is not null
