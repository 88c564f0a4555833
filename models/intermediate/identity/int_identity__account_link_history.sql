-- Grain: one row per company of a source and period in which the warehouse knew it as this account
-- for this reason, from known_from to before known_until; the last period is open.
with resolved as (

    select
        resolutions.record_no,
        resolutions.account_id,
        resolutions.rule,
        resolutions.evidence,
        moments.known_from,
        {{ entity_key('link', [
            'resolutions.account_id', 'resolutions.rule', 'resolutions.evidence'
        ]) }} as link

    from {{ ref('int_identity__account_resolutions') }} as resolutions
    inner join {{ ref('int_identity__account_moments') }} as moments
        on resolutions.moment_no = moments.moment_no

),

compared as (

    select
        resolved.*,
        lag(link) over (partition by record_no order by known_from) as link_before

    from resolved

)

select
    records.source,
    records.source_account_id,
    compared.account_id,
    compared.rule,
    {{ shown_evidence('compared.rule', 'compared.evidence') }} as evidence,
    {{ rule_confidence('compared.rule') }} as confidence,
    compared.known_from,
    lead(compared.known_from) over (
        partition by compared.record_no order by compared.known_from
    ) as known_until

from compared
inner join {{ ref('int_identity__account_records') }} as records
    on compared.record_no = records.record_no
where compared.link_before is null or compared.link <> compared.link_before
