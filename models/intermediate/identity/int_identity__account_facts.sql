-- Grain: one row per moment, company record, rule and evidence that held at that moment.
select distinct
    moments.moment_no,
    evidence.record_no,
    evidence.rule,
    evidence.evidence

from {{ ref('int_identity__account_moments') }} as moments
inner join {{ ref('int_identity__account_worlds') }} as worlds
    on moments.world_no = worlds.world_no
inner join {{ ref('int_identity__account_evidence') }} as evidence
    on
        worlds.record_no = evidence.record_no
        and moments.known_from >= evidence.known_from
        and moments.known_from < {{ end_or_never('evidence.known_until') }}
