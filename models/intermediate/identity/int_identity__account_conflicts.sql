-- Grain: one row per pair of accounts that are kept apart although evidence joins them, directly or
-- through one account between them, and kind of contradiction: different_numbers (two valid 法人番号)
-- or different_domains (same name and prefecture, no domain in common). Pairs that the seed
-- separates are settled.
with direct as (

    select
        component_no,
        other_component_no,
        rule,
        evidence,
        told_apart_by as contradiction,
        corporate_number,
        other_corporate_number

    from {{ ref('int_identity__unresolved_evidence') }}
    where told_apart_by in ('different_numbers', 'different_domains')

),

through_another as (

    select
        unresolved.component_no,
        peers.component_no as other_component_no,
        unresolved.rule,
        unresolved.evidence || ' + ' || peers.evidence as evidence,
        'different_numbers' as contradiction,
        unresolved.corporate_number,
        peers.corporate_number as other_corporate_number

    from {{ ref('int_identity__unresolved_evidence') }} as unresolved
    inner join {{ ref('int_identity__unresolved_evidence') }} as peers
        on
            unresolved.rule = peers.rule
            and unresolved.other_component_no = peers.other_component_no
            and unresolved.evidence <> peers.evidence
            and unresolved.corporate_number <> peers.corporate_number
    where unresolved.told_apart_by is null and peers.told_apart_by is null

),

ranked as (

    select
        conflicts.*,
        row_number() over (
            partition by component_no, other_component_no, contradiction
            order by {{ rule_order('rule') }}, evidence
        ) as reason_order

    from (
        select * from direct
        union all
        select * from through_another
    ) as conflicts
    where component_no < other_component_no

)

select
    records.record_id as account_id,
    peers.record_id as other_account_id,
    ranked.contradiction,
    ranked.rule,
    {{ shown_evidence('ranked.rule', 'ranked.evidence') }} as evidence,
    ranked.corporate_number,
    ranked.other_corporate_number

from ranked
inner join {{ ref('int_identity__account_records') }} as records
    on ranked.component_no = records.record_no
inner join {{ ref('int_identity__account_records') }} as peers
    on ranked.other_component_no = peers.record_no
where ranked.reason_order = 1
