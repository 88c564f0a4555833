-- Grain: one row per line of the seed account_link_rules that names two known records. A rule is
-- known from the beginning of its day, or always; in a build without a date a rule of a later day
-- counts at once, since a build knows all that it was given.
with rules as (

    select distinct
        seed.rule,
        seed.source,
        seed.source_account_id,
        seed.other_source,
        seed.other_source_account_id,
        case
            when seed.known_from is null then {{ always() }}
            else least({{ day_start_utc('seed.known_from') }}, as_of.known_until)
        end as stated_at

    from {{ ref('account_link_rules') }} as seed
    cross join {{ ref('int_inputs__as_of') }} as as_of
    {% if var('as_of_date') %}
        where coalesce({{ day_start_utc('seed.known_from') }} < as_of.known_until, true)
    {% endif %}

),

known as (

    select
        rules.rule,
        records.record_no,
        peers.record_no as other_record_no,
        rules.source || ':' || rules.source_account_id
        || ' = ' || rules.other_source || ':' || rules.other_source_account_id as evidence,
        greatest(rules.stated_at, records.first_known_at, peers.first_known_at) as known_from

    from rules
    inner join {{ ref('int_identity__account_records') }} as records
        on
            rules.source = records.source
            and rules.source_account_id = records.source_account_id
    inner join {{ ref('int_identity__account_records') }} as peers
        on
            rules.other_source = peers.source
            and rules.other_source_account_id = peers.source_account_id
    where records.record_no <> peers.record_no

)

select
    rule,
    record_no,
    other_record_no,
    evidence,
    min(known_from) as known_from

from known
group by
    rule,
    record_no,
    other_record_no,
    evidence
