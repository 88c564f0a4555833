{# One stage of identity resolution: the components of the stage before, joined where the evidence of
   these rules names exactly one company. A hub is a piece of evidence with the components that have
   it. Nothing is joined
   - at a hub that joins companies known to be different: two 法人番号 (heed_numbers), a separation by
     hand, or, where only name and prefecture agree, two domains;
   - in a group of joined hubs that would hold two 法人番号 or a separated pair.
   What is left apart so is not lost: int_identity__account_ambiguities and _conflicts tell of it. #}
{% macro linked_by(previous, rules, heed_numbers=true) -%}
with components as (

    select
        moment_no,
        record_no,
        component_no,
        corporate_number,
        number_label,
        web_domain

    from {{ previous }}

),

members as (

    select distinct
        facts.moment_no,
        facts.rule,
        facts.evidence,
        components.component_no,
        components.number_label

    from {{ ref('int_identity__account_facts') }} as facts
    inner join components
        on
            facts.moment_no = components.moment_no
            and facts.record_no = components.record_no
    where facts.rule in ('{{ rules | join("', '") }}')

),

separated as (

    select distinct
        separations.moment_no,
        components.component_no,
        peers.component_no as other_component_no

    from {{ ref('int_identity__account_separations') }} as separations
    inner join components
        on
            separations.moment_no = components.moment_no
            and separations.record_no = components.record_no
    inner join components as peers
        on
            separations.moment_no = peers.moment_no
            and separations.other_record_no = peers.record_no

),

hubs as (

    select
        moment_no,
        rule,
        evidence,
        coalesce(min(number_label) <> max(number_label), false) as has_two_numbers

    from members
    group by
        moment_no,
        rule,
        evidence
    having count(*) > 1

),

separating_hubs as (

    select distinct
        members.moment_no,
        members.rule,
        members.evidence

    from separated
    inner join members
        on
            separated.moment_no = members.moment_no
            and separated.component_no = members.component_no
    inner join members as peers
        on
            members.moment_no = peers.moment_no
            and members.rule = peers.rule
            and members.evidence = peers.evidence
            and separated.other_component_no = peers.component_no

),

{% if 'name_prefecture' in rules %}
    domains_of_hubs as (

        select
            members.moment_no,
            members.rule,
            members.evidence,
            components.web_domain,
            count(distinct components.component_no) as carriers

        from members
        inner join components
            on
                members.moment_no = components.moment_no
                and members.component_no = components.component_no
        where members.rule = 'name_prefecture' and components.web_domain is not null
        group by
            members.moment_no,
            members.rule,
            members.evidence,
            components.web_domain

    ),

    -- Components with a domain, of which no domain is common to all.
    doubtful_hubs as (

        select
            domains_of_hubs.moment_no,
            domains_of_hubs.rule,
            domains_of_hubs.evidence

        from domains_of_hubs
        inner join (
            select
                members.moment_no,
                members.rule,
                members.evidence,
                count(distinct components.component_no) as having_one
            from members
            inner join components
                on
                    members.moment_no = components.moment_no
                    and members.component_no = components.component_no
            where members.rule = 'name_prefecture' and components.web_domain is not null
            group by
                members.moment_no,
                members.rule,
                members.evidence
        ) as with_domain
            on
                domains_of_hubs.moment_no = with_domain.moment_no
                and domains_of_hubs.rule = with_domain.rule
                and domains_of_hubs.evidence = with_domain.evidence
        group by
            domains_of_hubs.moment_no,
            domains_of_hubs.rule,
            domains_of_hubs.evidence
        having max(domains_of_hubs.carriers) < max(with_domain.having_one)

    ),
{% endif %}

edges as (

    select
        members.moment_no as scope_no,
        members.component_no as node_no,
        members.rule || '|' || members.evidence as hub

    from members
    inner join hubs
        on
            members.moment_no = hubs.moment_no
            and members.rule = hubs.rule
            and members.evidence = hubs.evidence
    left join separating_hubs
        on
            members.moment_no = separating_hubs.moment_no
            and members.rule = separating_hubs.rule
            and members.evidence = separating_hubs.evidence
    {% if 'name_prefecture' in rules %}
        left join doubtful_hubs
            on
                members.moment_no = doubtful_hubs.moment_no
                and members.rule = doubtful_hubs.rule
                and members.evidence = doubtful_hubs.evidence
    {% endif %}
    where
        separating_hubs.moment_no is null
        {% if heed_numbers %}
            and not hubs.has_two_numbers
        {% endif %}
        {% if 'name_prefecture' in rules %}
            and doubtful_hubs.moment_no is null
        {% endif %}

),

{{ connected_components('edges') }},

reached as (

    select
        scope_no,
        node_no,
        reached_no,
        min(case when is_settled then 1 else 0 end) = 1 as is_settled

    from connected
    group by
        scope_no,
        node_no,
        reached_no

),

grouped as (

    select
        components.*,
        coalesce(reached.reached_no, components.component_no) as group_no,
        coalesce(reached.is_settled, true) as is_settled

    from components
    left join reached
        on
            components.moment_no = reached.scope_no
            and components.component_no = reached.node_no

),

separated_groups as (

    select distinct
        grouped.moment_no,
        grouped.group_no

    from separated
    inner join grouped
        on
            separated.moment_no = grouped.moment_no
            and separated.component_no = grouped.component_no
    inner join grouped as peers
        on
            grouped.moment_no = peers.moment_no
            and grouped.group_no = peers.group_no
            and separated.other_component_no = peers.component_no

),

judged as (

    select
        grouped.*,
        separated_groups.moment_no is not null
        {% if heed_numbers %}
            or coalesce(
                min(grouped.number_label) over (partition by grouped.moment_no, grouped.group_no)
                <> max(grouped.number_label) over (
                    partition by grouped.moment_no, grouped.group_no
                ),
                false
            )
        {% endif %} as is_refused

    from grouped
    left join separated_groups
        on
            grouped.moment_no = separated_groups.moment_no
            and grouped.group_no = separated_groups.group_no

),

decided as (

    select
        judged.*,
        case when is_refused then component_no else group_no end as decided_no

    from judged

)

select
    moment_no,
    record_no,
    decided_no as component_no,
    corporate_number,
    min(number_label) over (partition by moment_no, decided_no) as number_label,
    web_domain,
    is_settled

from decided
{%- endmacro %}
