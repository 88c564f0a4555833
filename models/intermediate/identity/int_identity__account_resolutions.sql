-- Grain: one row per moment and company record: its account then, and why. The reason is the
-- strongest evidence that the record shares with another record of the account, evidence that other
-- accounts share too coming last.
with components as (

    select
        moment_no,
        record_no,
        component_no,
        web_domain

    from {{ ref('int_identity__accounts_linked_by_name') }}

),

carried as (

    select
        facts.moment_no,
        facts.record_no,
        facts.rule,
        facts.evidence,
        count(*) over (
            partition by facts.moment_no, facts.rule, facts.evidence, components.component_no
        ) as carriers_in_account,
        count(*) over (
            partition by facts.moment_no, facts.rule, facts.evidence
        ) as carriers

    from {{ ref('int_identity__account_facts') }} as facts
    inner join components
        on
            facts.moment_no = components.moment_no
            and facts.record_no = components.record_no

),

ranked as (

    select
        carried.*,
        row_number() over (
            partition by moment_no, record_no
            order by
                case when carriers = carriers_in_account then 0 else 1 end,
                {{ rule_order('rule') }},
                evidence
        ) as reason_order

    from carried
    where carriers_in_account > 1

)

select
    components.moment_no,
    components.record_no,
    components.component_no,
    oldest.record_id as account_id,
    coalesce(ranked.rule, 'own_record') as rule,
    ranked.evidence,
    components.web_domain

from components
inner join {{ ref('int_identity__account_records') }} as oldest
    on components.component_no = oldest.record_no
left join ranked
    on
        components.moment_no = ranked.moment_no
        and components.record_no = ranked.record_no
        and ranked.reason_order = 1
