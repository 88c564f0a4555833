-- Grain: one row per company record, rule, evidence and period in which it held. Records that share
-- rule and evidence are candidates for one account; evidence that only one record ever had is left
-- out.
with tool_links as (

    select
        'tool_merge' as rule,
        records.record_no,
        peers.record_no as other_record_no,
        markers.source || ':' || markers.source_record_id || ' > ' || markers.merged_into_id
            as evidence,
        markers.known_from,
        cast(null as timestamp) as known_until

    from {{ ref('int_identity__account_merges') }} as markers
    inner join {{ ref('int_identity__account_records') }} as records
        on
            markers.source = records.source
            and markers.source_record_id = records.source_account_id
    inner join {{ ref('int_identity__account_records') }} as peers
        on
            markers.source = peers.source
            and markers.merged_into_id = peers.source_account_id

    union all

    select
        'tool_id' as rule,
        records.record_no,
        peers.record_no as other_record_no,
        records.source || ':' || records.source_account_id
        || ' > ' || peers.source || ':' || peers.source_account_id as evidence,
        attributes.known_from,
        attributes.known_until

    from {{ ref('int_identity__account_attributes') }} as attributes
    inner join {{ ref('int_identity__account_records') }} as records
        on attributes.record_no = records.record_no
    inner join {{ ref('int_identity__account_records') }} as peers
        on
            attributes.same_as_source = peers.source
            and attributes.same_as_account_id = peers.source_account_id
    where records.record_no <> peers.record_no

),

pairs as (

    select
        rule,
        record_no,
        other_record_no,
        evidence,
        known_from,
        known_until
    from tool_links

    union all

    select
        'manual' as rule,
        record_no,
        other_record_no,
        evidence,
        known_from,
        cast(null as timestamp) as known_until
    from {{ ref('int_identity__manual_links') }}
    where rule = 'link'

),

of_records as (

    select
        rule,
        record_no,
        evidence,
        known_from,
        known_until
    from pairs

    union all

    select
        rule,
        other_record_no as record_no,
        evidence,
        known_from,
        known_until
    from pairs

    {% for rule, evidence in [
        ('corporate_number', 'corporate_number'),
        ('domain', 'web_domain'),
        ('name_domain', "web_domain || '|' || name_key"),
        ('name_phone', "phone || '|' || name_key"),
        ('name_prefecture', "prefecture || '|' || name_key"),
    ] %}
        union all

        select
            '{{ rule }}' as rule,
            record_no,
            {{ evidence }} as evidence,
            known_from,
            known_until
        from {{ ref('int_identity__account_attributes') }}
        where
            {% if rule in ('corporate_number', 'domain') %}
                {{ evidence }} is not null
            {% else %}
                name_key is not null
                and {{ {
                    'name_domain': 'web_domain',
                    'name_phone': 'phone',
                    'name_prefecture': 'prefecture',
                }[rule] }} is not null
            {% endif %}
    {% endfor %}

),

compared as (

    select
        of_records.*,
        min(record_no) over (partition by rule, evidence) as first_no,
        max(record_no) over (partition by rule, evidence) as last_no

    from of_records

)

select
    rule,
    record_no,
    evidence,
    known_from,
    known_until

from compared
where first_no < last_no
