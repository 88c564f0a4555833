-- Grain: one row per evidence that several accounts share now, and pair of these accounts in both
-- orders, with what tells them apart: two 法人番号, a separation by hand, or, where only name and
-- prefecture agree, two domains. NULL: nothing does, and each may be the other.
with current_states as (

    select
        resolutions.moment_no,
        resolutions.record_no,
        resolutions.component_no,
        states.corporate_number,
        states.web_domain

    from {{ ref('int_identity__account_resolutions') }} as resolutions
    inner join {{ ref('int_identity__account_moments') }} as moments
        on
            resolutions.moment_no = moments.moment_no
            and moments.known_until is null
    inner join {{ ref('int_identity__account_states') }} as states
        on
            resolutions.moment_no = states.moment_no
            and resolutions.record_no = states.record_no

),

numbers as (

    select
        component_no,
        min(corporate_number) as corporate_number

    from current_states
    group by component_no

),

domains as (

    select distinct
        component_no,
        web_domain

    from current_states
    where web_domain is not null

),

with_domain as (

    select distinct component_no
    from domains

),

common_domains as (

    select distinct
        domains.component_no,
        peers.component_no as other_component_no

    from domains
    inner join domains as peers
        on domains.web_domain = peers.web_domain

),

separated as (

    select distinct
        states.component_no,
        peers.component_no as other_component_no

    from {{ ref('int_identity__account_separations') }} as separations
    inner join current_states as states
        on
            separations.moment_no = states.moment_no
            and separations.record_no = states.record_no
    inner join current_states as peers
        on
            separations.moment_no = peers.moment_no
            and separations.other_record_no = peers.record_no

),

members as (

    select distinct
        facts.rule,
        facts.evidence,
        states.component_no

    from {{ ref('int_identity__account_facts') }} as facts
    inner join current_states as states
        on
            facts.moment_no = states.moment_no
            and facts.record_no = states.record_no

),

pairs as (

    select
        members.rule,
        members.evidence,
        members.component_no,
        peers.component_no as other_component_no

    from members
    inner join members as peers
        on
            members.rule = peers.rule
            and members.evidence = peers.evidence
    where members.component_no <> peers.component_no

)

select
    pairs.rule,
    pairs.evidence,
    pairs.component_no,
    pairs.other_component_no,
    numbers.corporate_number,
    other_numbers.corporate_number as other_corporate_number,
    case
        when separated.component_no is not null or separated_back.component_no is not null
            then 'separated'
        when numbers.corporate_number <> other_numbers.corporate_number
            then 'different_numbers'
        when
            pairs.rule = 'name_prefecture'
            and with_domain.component_no is not null
            and peers_with_domain.component_no is not null
            and common_domains.component_no is null
            then 'different_domains'
    end as told_apart_by

from pairs
left join numbers
    on pairs.component_no = numbers.component_no
left join numbers as other_numbers
    on pairs.other_component_no = other_numbers.component_no
left join separated
    on
        pairs.component_no = separated.component_no
        and pairs.other_component_no = separated.other_component_no
left join separated as separated_back
    on
        pairs.component_no = separated_back.other_component_no
        and pairs.other_component_no = separated_back.component_no
left join with_domain
    on pairs.component_no = with_domain.component_no
left join with_domain as peers_with_domain
    on pairs.other_component_no = peers_with_domain.component_no
left join common_domains
    on
        pairs.component_no = common_domains.component_no
        and pairs.other_component_no = common_domains.other_component_no
