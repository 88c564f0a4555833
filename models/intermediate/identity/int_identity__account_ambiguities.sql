-- Grain: one row per company of a source and account that it may belong to. A record is ambiguous
-- when evidence of its agrees with several accounts that are known to be different, or would join
-- them; it is left as it is.
with judged as (

    select
        unresolved.*,
        max(case when told_apart_by is not null then 1 else 0 end) over (
            partition by rule, evidence
        ) as tells_apart,
        max(case when told_apart_by is not null then 1 else 0 end) over (
            partition by rule, evidence, other_component_no
        ) as other_is_told_apart

    from {{ ref('int_identity__unresolved_evidence') }} as unresolved

),

candidates as (

    select
        rule,
        evidence,
        component_no,
        other_component_no

    from judged
    where
        told_apart_by is null
        and (tells_apart = 0 or other_is_told_apart = 1)

),

of_records as (

    select
        facts.record_no,
        candidates.other_component_no,
        candidates.rule,
        candidates.evidence,
        row_number() over (
            partition by facts.record_no, candidates.other_component_no
            order by {{ rule_order('candidates.rule') }}, candidates.evidence
        ) as reason_order

    from candidates
    inner join {{ ref('int_identity__account_facts') }} as facts
        on
            candidates.rule = facts.rule
            and candidates.evidence = facts.evidence
    inner join {{ ref('int_identity__account_resolutions') }} as resolutions
        on
            facts.moment_no = resolutions.moment_no
            and facts.record_no = resolutions.record_no
            and candidates.component_no = resolutions.component_no
    inner join {{ ref('int_identity__account_moments') }} as moments
        on
            facts.moment_no = moments.moment_no
            and moments.known_until is null

)

select
    records.source,
    records.source_account_id,
    own.account_id,
    oldest.record_id as candidate_account_id,
    of_records.rule,
    {{ shown_evidence('of_records.rule', 'of_records.evidence') }} as evidence

from of_records
inner join {{ ref('int_identity__account_records') }} as records
    on of_records.record_no = records.record_no
inner join {{ ref('int_identity__account_records') }} as oldest
    on of_records.other_component_no = oldest.record_no
inner join {{ ref('int_identity__account_links') }} as own
    on
        records.source = own.source
        and records.source_account_id = own.source_account_id
where of_records.reason_order = 1
