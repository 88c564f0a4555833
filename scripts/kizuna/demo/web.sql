-- Google Analytics 4: visits to the site and to the product, as the daily export to BigQuery holds
-- them, a file per quarter. Who is logged in carries a user id: the id in the CRM, or a hash of the
-- address.
create table web_visits as
with user_ids as (

    select
        employments.employment_no,
        coalesce(
            max(contact_records.source_contact_id) filter (
                contact_records.system = 'salesforce' and contact_records.record_type = 'contact'
            ),
            max(contact_records.source_contact_id) filter (contact_records.system = 'hubspot'),
            sha256(lower(any_value(employments.email)))
        ) as user_id,
        -- Nobody logs in before the record whose id they carry is there.
        coalesce(
            max(contact_records.valid_from) filter (
                contact_records.system in ('salesforce', 'hubspot')
            ),
            any_value(employments.known_on)
        ) as recorded_on

    from employments
    inner join contact_records
        on employments.employment_no = contact_records.employment_no
    group by employments.employment_no

),

-- The chance first: the rest is reckoned for those who come.
chosen as materialized (

    select
        employments.employment_no,
        employments.person_no,
        employments.company_no,
        employments.until_date,
        people.fatigue_from,
        company_months.month_no,
        employments.employment_no * 1000 + company_months.month_no * 10 + t.slot as visit_no

    from employments
    inner join company_months
        on employments.company_no = company_months.company_no
    inner join people
        on employments.person_no = people.person_no
    cross join generate_series(1, 3) as t (slot)
    where
        n('visits', employments.employment_no * 1000 + company_months.month_no * 10 + t.slot)
        < company_months.drive * people.reaction_propensity * 0.60 / t.slot

),

timed as (

    select
        chosen.*,
        fast_office_hours(months.business_days, 'visit', chosen.visit_no)
        + to_microseconds(fast_whole(0, 999999, 'microsecond', chosen.visit_no)) as starts_at

    from chosen
    inner join months
        on chosen.month_no = months.month_no

),

visits_of_people as (

    select
        timed.employment_no,
        timed.person_no,
        timed.company_no,
        user_ids.user_id as known_user_id,
        timed.visit_no,
        timed.starts_at,
        timed.person_no as visitor_no

    from timed
    inner join user_ids
        on timed.employment_no = user_ids.employment_no
    where
        cast(timed.starts_at as date) > user_ids.recorded_on
        and coalesce(cast(timed.starts_at as date) < timed.until_date, true)
        and coalesce(cast(timed.starts_at as date) < timed.fatigue_from, true)

),

-- Nobody whom we know.
visits_of_others as (

    select
        500000000 + months.month_no * 1000000 + t.slot as visit_no,
        fast_office_hours(months.business_days, 'visit', visit_no)
        + to_microseconds(fast_whole(0, 999999, 'microsecond', visit_no)) as starts_at,
        90000000
        + fast_whole(1, getvariable('company_count') * 2, 'visitor', visit_no) as visitor_no

    from months
    cross join generate_series(1, greatest(10, getvariable('company_count') // 20)) as t (slot)

),

visits as (

    select * from visits_of_people
    union all by name
    select * from visits_of_others

),

described as (

    select
        *,
        -- A browser's number and the second of its first visit.
        fast_whole(100000000, 2147483647, 'browser', visitor_no) || '.'
        || fast_whole(1640995200, 1680000000, 'first visit', visitor_no) as pseudo_id,
        if(n('logs in', visit_no) < 0.6, known_user_id, null) as user_id,
        epoch(date_trunc('second', starts_at) - interval 9 hour) as session_second,
        n('edge', visit_no) as edge,
        n('views', visit_no) as views_place,
        employment_no is null and n('consent', visit_no) < 0.1 as has_no_consent,
        -- The measuring tag was replaced in July 2024: from then on the flag is a number.
        starts_at < timestamp '2024-07-01 00:00:00' as writes_text

    from visits

)

select
    *,
    case
        when edge < 0.06 or views_place < 0.35 then 1
        when views_place < 0.62 then 2
        when views_place < 0.84 then 3
        else 5
    end as views,
    case
        when edge < 0.06 then null
        when n('key event', visit_no) < 0.07 then 'file_download'
        when n('key event', visit_no) < 0.10 then 'form_submit'
        when n('key event', visit_no) < 0.105 then 'sign_up'
    end as key_event,
    -- Ten seconds are not more than ten seconds.
    case
        when edge < 0.03 then 10000
        when edge < 0.06 then 10001
        when views = 1 then fast_whole(300, 24000, 'engagement', visit_no)
        else fast_whole(4000, 220000, 'engagement', visit_no)
    end as engagement_ms,
    engagement_ms // views as page_ms,
    engagement_ms >= 10000 or views >= 2 or key_event is not null as is_engaged_vendor,
    engagement_ms > 10000 or views >= 2 or key_event is not null as is_engaged,
    cast(cast(session_second as bigint) as varchar) as ga_session_id,
    [
        null, null, { source: 'google', medium: 'organic', campaign: null },
        { source: 'google', medium: 'organic', campaign: null },
        { source: 'marketo', medium: 'email', campaign: 'newsletter' },
        { source: 'x.com', medium: 'social', campaign: null }
    ][fast_whole(1, 6, 'traffic', visit_no)] as traffic

from described
where starts_at < mail_ends() - interval 1 day;

create table web_pages as
select
    [
        { path: '/', title: 'ツムギノ | 申請と承認をひとつに' },
        { path: '/expense', title: '経費精算' },
        { path: '/attendance', title: '勤怠管理' },
        { path: '/documents', title: '文書管理' },
        { path: '/pricing', title: '料金プラン' },
        { path: '/blog', title: 'ブログ' },
        { path: '/help', title: 'ヘルプ' },
        { path: '/case-study', title: '導入事例' },
        { path: '/download', title: 'お役立ち資料' }
    ] as choices;

create table web_hits as
with steps as (

    select
        web_visits.*,
        t.step,
        -- 1 the session begins, then its views, a key event where there is one, and the end.
        case
            when t.step = 1 then 'session_start'
            when t.step <= 1 + web_visits.views then 'page_view'
            when t.step = 2 + web_visits.views then web_visits.key_event
            when t.step = 3 + web_visits.views and web_visits.views = 1 then 'scroll'
            else 'user_engagement'
        end as event_name,
        greatest(0, least(t.step - 2, web_visits.views - 1)) as pages_before

    from web_visits
    cross join generate_series(1, 9) as t (step)
    where
        t.step <= if(web_visits.views = 1, 5, web_visits.views + 3)
        and not (web_visits.key_event is null and t.step = 2 + web_visits.views)
        -- A visitor who allows nothing leaves a view and nothing more.
        and (not web_visits.has_no_consent or t.step = 2)

)

select
    *,
    visit_no * 10 + step as hit_no,
    starts_at
    + to_milliseconds(
        pages_before * page_ms
        + case event_name
            when 'user_engagement' then engagement_ms - pages_before * page_ms
            when 'scroll' then engagement_ms // 2
            when 'page_view' then 0
            else if(step = 1, 0, page_ms // 2)
        end
    )
    + to_microseconds(step) as occurred_at,
    case
        when event_name = 'page_view' and step > 2 then page_ms
        when event_name = 'user_engagement' then engagement_ms - page_ms * (views - 1)
    end as hit_ms,
    (select web_pages.choices from web_pages)[
        if(
            event_name = 'file_download' or (key_event = 'file_download' and step = 1 + views),
            9, fast_whole(1, 8, 'page', visit_no * 10 + pages_before)
        )
    ] as page,
    if(
        event_name = 'file_download',
        'https://www.tsumugino.example/files/wp-0' || fast_whole(1, 5, 'paper', visit_no) || '.pdf',
        null
    ) as link_url,
    if(event_name = 'scroll', '90', null) as percent_scrolled

from steps
order by occurred_at, hit_no;

create macro ga4_file(day) as (
    'ga4/events/events_' || strftime(quarterly_export(day), '%Y%m%d') || '.json'
);

-- The stream of one week in March 2025 was loaded beside the daily export: the same events again.
create macro ga4_intraday_file() as 'ga4/events/events_intraday_20250312.json';

create macro ga4_text(key, value) as (
    '{"key":"' || key || '","value":{"string_value":"' || value || '"}}'
);
create macro ga4_number(key, value) as (
    '{"key":"' || key || '","value":{"int_value":"' || value || '"}}'
);
create macro page_location(page) as 'https://www.tsumugino.example' || page.path;

-- One line of JSON per event; what an event lacks is left out.
create table ga4__events as
with lines as (

    select
        occurred_at,
        hit_no,
        concat(
            '{"event_date":"', strftime(occurred_at, '%Y%m%d'),
            '","event_timestamp":"', epoch_us(utc(occurred_at)),
            '","event_name":"', event_name,
            '","event_params":[',
            array_to_string(
                list_filter(
                    [
                        if(has_no_consent, null, ga4_number('ga_session_id', ga_session_id)),
                        ga4_text('page_location', page_location(page)),
                        ga4_text('page_title', page.title),
                        case
                            when step = 1 or has_no_consent then null
                            when writes_text
                                then ga4_text('session_engaged', if(is_engaged_vendor, '1', '0'))
                            else ga4_number('session_engaged', if(is_engaged_vendor, '1', '0'))
                        end,
                        ga4_number('engagement_time_msec', hit_ms),
                        ga4_text('link_url', link_url),
                        ga4_number('percent_scrolled', percent_scrolled)
                    ],
                    lambda parameter: parameter is not null
                ), ','
            ),
            '],"event_bundle_sequence_id":"', visit_no,
            '","batch_event_index":"', step, '"',
            if(has_no_consent, '', ',"user_pseudo_id":"' || pseudo_id || '"'),
            -- The login takes place after the first view.
            coalesce(if(step > 2, ',"user_id":"' || user_id || '"', ''), ''),
            ',"stream_id":"4203355811","platform":"WEB"',
            coalesce(
                ',"collected_traffic_source":{"manual_source":"' || traffic.source
                || '","manual_medium":"' || traffic.medium || '"'
                || coalesce(',"manual_campaign_name":"' || traffic.campaign || '"', '') || '}', ''
            ),
            '}'
        ) as line

    from web_hits

)

select
    if(exports.is_second, ga4_intraday_file(), ga4_file(cast(lines.occurred_at as date))) as _file,
    lines.line

from lines
inner join (values (false), (true)) as exports (is_second)
    on
        not exports.is_second
        or (
            lines.occurred_at >= timestamp '2025-03-06 00:00:00'
            and lines.occurred_at < timestamp '2025-03-13 00:00:00'
        )
order by exports.is_second, lines.occurred_at, lines.hit_no;

insert into duplicates_channels
select
    ga4_intraday_file() as file,
    cast(hit_no as varchar) as row_key,
    'repeated_hit' as kind

from web_hits
where
    occurred_at >= timestamp '2025-03-06 00:00:00'
    and occurred_at < timestamp '2025-03-13 00:00:00';

-- Of those who are logged in: their sessions, and the key events in them, with the ids that
-- int_activity__web_sessions and stg_ga4__web_events give them.
create table human_events_web as
select
    'web-' || visit_no as planted_event_id,
    person_no,
    company_no,
    if(is_engaged, 'session_engaged', 'page_viewed') as event_type,
    'web' as channel,
    'ga4' as source,
    pseudo_id || '.' || ga_session_id as source_event_id,
    utc(starts_at) + to_microseconds(1) as occurred_at,
    cast(null as varchar) as duplicate_of_source

from web_visits
where user_id is not null

union all

select
    'web-' || visit_no || '-key' as planted_event_id,
    person_no,
    company_no,
    case event_name
        when 'file_download' then 'content_downloaded'
        when 'form_submit' then 'form_submitted'
        else 'signed_up'
    end as event_type,
    case event_name
        when 'file_download' then 'content'
        when 'form_submit' then 'web'
        else 'product'
    end as channel,
    'ga4' as source,
    md5(
        concat(
            'ga4_event|', pseudo_id, '|', cast(utc(occurred_at) as varchar), '|', event_name,
            '|', visit_no, '||-|', '||-|', '|', step, '|', ga_session_id, '|', page_location(page),
            '||-|', '|', coalesce(link_url, '|-|'), '||-|'
        )
    ) as source_event_id,
    utc(occurred_at) as occurred_at,
    null as duplicate_of_source

from web_hits
where user_id is not null and event_name = key_event;
