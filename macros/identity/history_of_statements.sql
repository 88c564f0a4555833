{# What was said of each contact, as periods of two times: when it was so (valid_from, valid_until) and
   when the warehouse knew it so (known_from, known_until; NULL is still).

   `statements` has contact_id, source, source_contact_id, class_no, stated_at, known_from, version_no
   and the columns of `said`. Rules, at each moment for what was known then:
   - of the classes that say anything the smallest speaks; a source of the next class that tells of
     changes counts for the time before the first word of the smallest;
   - the source that knew the contact first says how it was from the beginning on (a gap before the
     first statement takes the first statement);
   - whatever a source says later that differs from what it said before is a change, from its
     stated_at on, whichever source says so; of two at one time the one of the smaller source and id
     stands. #}
{% macro history_of_statements(statements, said) -%}
    moments as (

        select distinct
            contact_id,
            known_from as moment

        from {{ statements }}

    ),

    spoken as (

        select
            statements.*,
            moments.moment,
            {{ entity_key('said', said) }} as meant,
            min(statements.class_no) over (
                partition by statements.contact_id, moments.moment
            ) as speaking_class,
            min(case when statements.class_no = 0 then statements.stated_at end) over (
                partition by statements.contact_id, moments.moment
            ) as first_word_at

        from moments
        inner join {{ statements }} as statements
            on
                moments.contact_id = statements.contact_id
                and moments.moment >= statements.known_from

    ),

    judged as (

        select
            spoken.*,
            min(meant) over (partition by contact_id, moment, class_no, source)
            <> max(meant) over (partition by contact_id, moment, class_no, source) as tells_changes

        from spoken

    ),

    in_order as (

        select
            judged.*,
            lag(meant) over (
                partition by contact_id, moment, class_no, source
                order by stated_at, known_from, source_contact_id, version_no
            ) as meant_before,
            row_number() over (
                partition by contact_id, moment
                order by stated_at, known_from, source, source_contact_id, version_no
            ) as place,
            row_number() over (
                partition by contact_id, moment, class_no
                order by stated_at, known_from, source, source_contact_id, version_no
            ) as place_in_class

        from judged
        where
            class_no = speaking_class
            or (class_no = 1 and tells_changes and stated_at < first_word_at)

    ),

    -- The first word of the first source, and every change.
    changes as (

        select
            in_order.*,
            case when place = 1 then {{ always() }} else stated_at end as begins_at

        from in_order
        where
            place = 1
            or place_in_class = 1
            or (meant_before is not null and meant_before <> meant)

    ),

    -- Of changes at one time one stands.
    standing as (

        select
            changes.*,
            row_number() over (
                partition by contact_id, moment, begins_at
                order by source, source_contact_id, version_no desc
            ) as standing_order

        from changes

    ),

    compared_in_time as (

        select
            standing.*,
            lag(meant) over (partition by contact_id, moment order by begins_at) as meant_earlier

        from standing
        where standing_order = 1

    ),

    periods as (

        select
            contact_id,
            moment,
            {{ said | join(',\n            ') }},
            begins_at as valid_from,
            lead(begins_at) over (
                partition by contact_id, moment order by begins_at
            ) as valid_until

        from compared_in_time
        where meant_earlier is null or meant_earlier <> meant

    ),

    -- The same period at moments that follow on is one row.
    moment_places as (

        select
            contact_id,
            moment,
            row_number() over (partition by contact_id order by moment) as moment_place,
            lead(moment) over (partition by contact_id order by moment) as next_moment

        from moments

    ),

    hashed_periods as (

        select
            periods.*,
            moment_places.moment_place,
            moment_places.next_moment,
            {{ entity_key(
                'period', said + ['periods.valid_from', 'periods.valid_until']
            ) }} as period

        from periods
        inner join moment_places
            on
                periods.contact_id = moment_places.contact_id
                and periods.moment = moment_places.moment

    ),

    runs as (

        select
            hashed_periods.*,
            moment_place - row_number() over (
                partition by contact_id, period order by moment_place
            ) as run

        from hashed_periods

    ),

    history as (

        select
            contact_id,
            {{ said | join(',\n            ') }},
            valid_from,
            valid_until,
            min(moment) as known_from,
            case
                when max(case when next_moment is null then 1 else 0 end) = 0
                    then max(next_moment)
            end as known_until

        from runs
        group by
            contact_id,
            {{ said | join(',\n            ') }},
            valid_from,
            valid_until,
            period,
            run

    )
{%- endmacro %}
