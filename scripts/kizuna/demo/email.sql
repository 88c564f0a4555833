-- Marketo: mailings, the mails they became, and what people and machines did with them. This is the
-- bulk of a demo, so all chance comes from n() and text is made only where it is written.

-- Rows of one mail: sent, arrived or bounced, and what people and machines made of it.
create macro rows_per_mail() as 2.36;
-- Mailings of a month that everybody of their kind gets, in mails per address.
create macro regular_mails() as 2.6;
-- Rows of the web, the webinars and the product's notices, per company.
create macro rows_beside_mail() as 115;
create macro mail_ends() as timestamp '2026-04-01 00:00:00';

-- A file per year, and one for the last week. Of a week in March 2025 there is a second one, since
-- the connector was set back.
create macro marketo_file(name, t) as (
    dated_file('marketo/' || name, name, yearly_export(cast(t as date)))
);

create macro marketo_second_file(name) as (
    'marketo/' || name || '/' || name || '_20250312_resync.csv'
);

-- One week's opens were missing in an export and came by themselves.
create macro late_file() as 'marketo/activity_open_email/activity_open_email_20241205_late.csv';
create macro is_late(t) as (
    t >= timestamp '2024-11-11 00:00:00' and t < timestamp '2024-11-18 00:00:00'
);

create macro is_exported_again(t) as (
    t >= timestamp '2025-03-06 00:00:00' and t < timestamp '2025-03-13 00:00:00'
);

-- One row per address of a person in Marketo. Nobody reads an address after its owner has left; it
-- takes mail until the company closes it.
create table mail_addresses as
with listed as (

    select
        *,
        row_number() over (order by employment_no, source_contact_id) as address_no,
        cast(valid_from as timestamp) + interval 9 hour as known_at,
        coalesce(cast(valid_until as timestamp), mail_ends()) as left_at

    from contact_records
    where system = 'marketo'

)

select
    listed.address_no,
    listed.employment_no,
    listed.record_type,
    listed.source_contact_id as lead_id,
    listed.email,
    listed.company_no,
    people.person_no,
    people.consent_email,
    people.reaction_propensity,
    people.over_contacted_from,
    people.fatigue_from,
    listed.known_at,
    listed.left_at,
    -- The last moment at which this person reacts to mail at this address.
    least(listed.left_at, coalesce(cast(people.fatigue_from as timestamp), mail_ends()))
        as reacts_until,
    -- A phone that hides its owner behind Apple's proxy, or a client that loads no images.
    n('proxy', listed.person_no) < 0.042 as has_proxy,
    n('proxy', listed.person_no) >= 0.94 as blocks_images,
    -- Every fifth company has a gateway that follows links, each of one kind.
    if(listed.company_no % 5 = 2, listed.company_no // 5 % 5, null) as gateway,
    fast_whole(1, 6, 'client', listed.person_no) as client_no,
    least(
        listed.left_at + to_days(cast(fast_whole(5, 60, 'closed', listed.address_no) as integer)),
        case
            when n('mistyped', listed.address_no) < 0.006 then listed.known_at
            when n('gone', listed.address_no) < 0.035
                then
                    cast(first_day() as timestamp)
                    + to_days(cast(fast_whole(0, 1095, 'gone day', listed.address_no) as integer))
            else mail_ends()
        end
    ) as dead_from

from listed
inner join people
    on listed.person_no = people.person_no;

-- How an address reacts in a month: by how it goes with the company, by the person, and the less
-- the longer somebody has been written to too often.
create table mail_months as
select
    mail_addresses.address_no,
    months.month_no,
    company_months.is_customer,
    coalesce(mail_addresses.over_contacted_from <= months.first_day, false) as is_over_contacted,
    if(
        is_over_contacted and mail_addresses.fatigue_from is not null,
        greatest(
            0.1,
            0.8 - 0.7 * datediff('day', mail_addresses.over_contacted_from, months.first_day)
            / datediff('day', mail_addresses.over_contacted_from, mail_addresses.fatigue_from)
        ),
        1.0
    ) as freshness,
    least(
        0.85,
        (0.09 + 0.56 * company_months.engagement) * mail_addresses.reaction_propensity
    ) * freshness as opens,
    (0.03 + 0.25 * company_months.drive) * freshness as clicks,
    n('unsubscribes', mail_addresses.address_no * 64 + months.month_no)
    < 0.0010 * (1.5 - company_months.engagement) * if(is_over_contacted, 6, 1) as unsubscribes

from mail_addresses
cross join months
inner join company_months
    on
        mail_addresses.company_no = company_months.company_no
        and months.month_no = company_months.month_no
where
    mail_addresses.consent_email
    and months.last_day >= cast(mail_addresses.known_at as date)
    and months.first_day < cast(mail_addresses.dead_from as date) + 62;

-- Who is written to too often gets everything. The others share what is left of the size asked for:
-- of the regular mailings first, then of the extra ones, of which there are as many as it takes.
create table mail_sizes as
with addresses as (

    select
        avg(cast(is_over_contacted as integer)) as over_contacted,
        greatest(
            0.5 * getvariable('events'),
            getvariable('events') - rows_beside_mail() * getvariable('company_count')
        ) / rows_per_mail() / count(*) as mails

    from mail_months

),

counted as (

    select
        *,
        greatest(4, cast(ceil((mails - regular_mails()) / 0.45) as bigint)) as extra_mailings

    from addresses

)

select
    extra_mailings,
    greatest(
        0.1, (mails - over_contacted * (regular_mails() + extra_mailings)) / (1 - over_contacted)
    ) as usual_mails,
    least(1.0, usual_mails / (regular_mails() + 0.1)) as regular_share,
    between_0_and_1(
        greatest(0.1, usual_mails - regular_mails() * regular_share) / extra_mailings
    ) as extra_share

from counted;

create table mail_kinds as
select t.*
from (
    values
    ('newsletter', 'NL', 'Newsletter', 'ツムギノ通信', 1.0, 4),
    ('invitation', 'WB', 'Webinar', 'ウェビナーのご案内', 0.7, 2),
    ('product', 'PR', 'Email Send', '製品アップデート', 0.9, 3),
    ('nurture', 'NU', 'ナーチャリング', 'はじめてのペーパーレス', 0.9, 3),
    ('extra', 'EX', 'メール配信', 'おすすめ資料のご案内', 0.0, 3)
) as t (kind, code, channel, title, share, links);

create table mailings as
with planned as (

    select
        months.month_no,
        months.first_day,
        mail_kinds.kind,
        mail_kinds.code,
        mail_kinds.channel,
        mail_kinds.title,
        mail_kinds.share,
        mail_kinds.links,
        0 as extra_no,
        case mail_kinds.kind
            when 'newsletter' then months.second_tuesday + interval 10 hour
            when 'invitation' then months.first_thursday + interval 11 hour
            when 'product' then months.third_wednesday + interval 9 hour
            else months.business_days[5] + interval 13 hour
        end as starts_at

    from months
    cross join mail_kinds
    where mail_kinds.kind <> 'extra'

    union all

    select
        months.month_no,
        months.first_day,
        mail_kinds.kind,
        mail_kinds.code,
        mail_kinds.channel,
        mail_kinds.title,
        mail_kinds.share,
        mail_kinds.links,
        t.extra_no,
        cast(
            months.business_days[
                fast_whole(
                    1, len(months.business_days), 'extra day', months.month_no * 4096 + t.extra_no
                )
            ] as timestamp
        ) + to_minutes(
            fast_whole(8 * 60, 18 * 60, 'extra time', months.month_no * 4096 + t.extra_no)
        ) as starts_at

    from months
    cross join mail_sizes
    inner join generate_series(1, 1000) as t (extra_no)
        on mail_sizes.extra_mailings >= t.extra_no
    inner join mail_kinds
        on mail_kinds.kind = 'extra'

)

select
    *,
    row_number() over (order by starts_at, kind, extra_no) as mailing_no,
    code || '-' || strftime(first_day, '%Y%m') as program_name,
    title || strftime(first_day, ' %Y年%-m月号') || if(extra_no > 0, ' その' || extra_no, '')
        as mail_name

from planned;

create table mailing_links as
select
    mailings.mailing_no,
    mailings.links,
    t.link_no,
    'https://www.tsumugino.example/'
    || ['blog', 'case-study', 'webinar', 'download'][t.link_no]
    || '?utm_source=marketo&utm_medium=email&utm_campaign='
    || lower(mailings.program_name) || '-' || mailings.mailing_no as url

from mailings
cross join generate_series(1, 4) as t (link_no)
where t.link_no <= mailings.links;

create table mail_plan as
with possible as (

    select
        mailings.mailing_no * 1000000 + mail_months.address_no as mail_no,
        mail_months.address_no,
        mailings.mailing_no,
        mail_months.opens,
        mail_months.clicks,
        mail_months.unsubscribes,
        mailings.starts_at,
        case
            when mail_months.is_over_contacted then 1.0
            when mailings.kind = 'extra' then mail_sizes.extra_share
            else mailings.share * mail_sizes.regular_share
        end as share,
        n('gets', mail_no) as gets

    from mail_months
    inner join mailings
        on mail_months.month_no = mailings.month_no
    cross join mail_sizes
    where
        case mailings.kind
            when 'product' then mail_months.is_customer
            when 'nurture' then not mail_months.is_customer
            else true
        end

)

select
    possible.mail_no,
    possible.address_no,
    possible.mailing_no,
    possible.opens,
    possible.clicks,
    possible.unsubscribes,
    possible.starts_at

from possible
inner join mail_addresses
    on possible.address_no = mail_addresses.address_no
where
    possible.gets < possible.share
    and possible.starts_at > mail_addresses.known_at
    and possible.starts_at < mail_ends() - interval 1 hour;

-- The mail after which there is none: it bounces off a closed mailbox, or its reader unsubscribes.
create table mail_stops as
with candidates as (

    select
        mail_plan.address_no,
        mail_plan.mailing_no,
        mail_plan.starts_at,
        if(mail_plan.starts_at >= mail_addresses.dead_from, 'hard', 'unsubscribe') as outcome

    from mail_plan
    inner join mail_addresses
        on mail_plan.address_no = mail_addresses.address_no
    where
        mail_plan.starts_at >= mail_addresses.dead_from
        or (
            mail_plan.unsubscribes
            and mail_plan.starts_at + interval 26 hour < mail_addresses.reacts_until
            and mail_plan.starts_at + interval 26 hour < mail_ends()
        )

)

select
    address_no,
    arg_min(outcome, mailing_no) as outcome,
    arg_min(starts_at, mailing_no) as stopped_at,
    min(mailing_no) as mailing_no

from candidates
group by address_no;

create table mails as
with listed as (

    select
        mail_plan.mail_no,
        mail_plan.address_no,
        mail_plan.mailing_no,
        mail_plan.opens,
        mail_plan.clicks,
        case
            when mail_plan.mailing_no > mail_stops.mailing_no then 'skipped'
            when mail_plan.mailing_no = mail_stops.mailing_no then mail_stops.outcome
            when n('soft', mail_plan.mail_no) < 0.008 then 'soft'
        end as outcome,
        mail_plan.starts_at
        + to_seconds(fast_whole(0, 900, 'sent', mail_plan.mail_no)) as sent_at

    from mail_plan
    left join mail_stops
        on mail_plan.address_no = mail_stops.address_no
    where
        mail_stops.address_no is null
        or mail_plan.mailing_no <= mail_stops.mailing_no
        -- Marketo tries, and skips those who unsubscribed, until a list is cleaned.
        or (
            mail_stops.outcome = 'unsubscribe'
            and mail_plan.starts_at > date '2024-04-01'
            and mail_plan.starts_at < mail_stops.stopped_at + interval 40 day
        )

)

select
    *,
    sent_at + to_seconds(fast_whole(1, 40, 'delivered', mail_no)) as arrived_at,
    coalesce(outcome = 'unsubscribe', true) as is_delivered

from listed
order by mail_no;

-- Who reads a mail, and what of it they do. 20 s after delivery is the fastest that a human clicks.
create table mail_readers as
with drawn as (

    select
        mails.mail_no,
        mails.address_no,
        mails.mailing_no,
        mails.arrived_at,
        mailings.links,
        mail_addresses.reacts_until,
        mail_addresses.has_proxy or mail_addresses.blocks_images as hides_opens,
        mail_addresses.blocks_images,
        n('opens', mails.mail_no) as opens_place,
        mails.opens,
        mails.clicks

    from mails
    inner join mailings
        on mails.mailing_no = mailings.mailing_no
    inner join mail_addresses
        on mails.address_no = mail_addresses.address_no
    where mails.is_delivered and mails.arrived_at < mail_addresses.reacts_until

),

readers as (

    select
        * exclude (opens_place, opens),
        n('fast', mail_no) < 0.04 as is_fast,
        n('open delay', mail_no) as delay

    from drawn
    where opens_place < opens

)

select
    *,
    arrived_at + to_seconds(
        if(is_fast, 12, 15 + cast(floor(delay * delay * delay * 200000) as bigint))
    ) as opened_at,
    opened_at + to_seconds(if(is_fast, 8, fast_whole(10, 180, 'click delay', mail_no)))
        as clicked_at,
    n('clicks', mail_no) < clicks as is_clicker,
    n('click kind', mail_no) as click_kind,
    fast_whole(1, links, 'link', mail_no) as link_no

from readers;

-- Everything that people and machines did with mails; slot tells the doings of one mail apart.
-- looks_like: the machine rule that this human doing comes close to without meeting it.
create table mail_doings as
with human as (

    select
        mail_no,
        10 as slot,
        'open' as event_type,
        null as link_no,
        opened_at as occurred_at,
        null as looks_like

    from mail_readers
    where not hides_opens

    union all

    select
        mail_no,
        11 as slot,
        'open' as event_type,
        null as link_no,
        opened_at + to_seconds(fast_whole(3600, 400000, 'again', mail_no)) as occurred_at,
        null as looks_like

    from mail_readers
    where not hides_opens and n('opens again', mail_no) < 0.18

    union all

    -- Who loads the images only to click opens and clicks in one second.
    select
        mail_no,
        12 as slot,
        'open' as event_type,
        null as link_no,
        clicked_at as occurred_at,
        'double_activity' as looks_like

    from mail_readers
    where is_clicker and blocks_images and click_kind < 0.5

    union all

    select
        mail_no,
        20 as slot,
        'click' as event_type,
        link_no,
        clicked_at as occurred_at,
        case
            when is_fast then 'click_within_5s'
            when click_kind < 0.06 then 'same_second_links'
        end as looks_like

    from mail_readers
    where is_clicker

    union all

    -- A double click: one link twice in a second.
    select
        mail_no,
        21 as slot,
        'click' as event_type,
        link_no,
        clicked_at as occurred_at,
        'same_second_links' as looks_like

    from mail_readers
    where is_clicker and click_kind < 0.06

    union all

    -- Another link, a minute later.
    select
        mail_no,
        22 as slot,
        'click' as event_type,
        link_no % links + 1 as link_no,
        clicked_at + to_seconds(fast_whole(45, 400, 'second click', mail_no)) as occurred_at,
        'same_second_links' as looks_like

    from mail_readers
    where is_clicker and click_kind >= 0.06 and click_kind < 0.28

    union all

    -- All links of a mail, one after the other, read in between.
    select
        mail_readers.mail_no,
        22 + t.step as slot,
        'click' as event_type,
        (mail_readers.link_no + t.step - 1) % mail_readers.links + 1 as link_no,
        mail_readers.clicked_at
        + to_seconds(t.step * fast_whole(15, 60, 'reading', mail_readers.mail_no)) as occurred_at,
        'all_links_within_10s' as looks_like

    from mail_readers
    cross join generate_series(1, 3) as t (step)
    where
        mail_readers.is_clicker
        and mail_readers.links >= 3
        and mail_readers.click_kind >= 0.28
        and mail_readers.click_kind < 0.36
        and t.step < mail_readers.links

    union all

    -- Both links of a mail that has two, in a few seconds: too few to tell a machine by.
    select
        mail_no,
        27 as slot,
        'click' as event_type,
        link_no % links + 1 as link_no,
        clicked_at + to_seconds(fast_whole(3, 8, 'both links', mail_no)) as occurred_at,
        'all_links_within_10s' as looks_like

    from mail_readers
    where is_clicker and links = 2 and click_kind >= 0.28 and click_kind < 0.45

    union all

    select
        mail_no,
        4 as slot,
        'unsubscribe' as event_type,
        null as link_no,
        arrived_at + to_seconds(fast_whole(60, 80000, 'unsubscribed', mail_no)) as occurred_at,
        null as looks_like

    from mails
    where outcome = 'unsubscribe'

),

-- A gateway follows the links of one mail in fifteen. 0: all of them in the first seconds, or just
-- before the delivery is reported; 1: all of them in ten seconds, later; 2: two in one second; 3:
-- as a crawler that Marketo knows; 4: opens and clicks in one second, which Marketo notices.
scans as (

    select
        mails.mail_no,
        mails.mailing_no,
        mails.arrived_at,
        mail_addresses.reacts_until,
        mailings.links,
        if(mail_addresses.gateway = 1 and mailings.links < 3, 0, mail_addresses.gateway) as gateway,
        mails.arrived_at + to_seconds(fast_whole(30, 900, 'scan', mails.mail_no)) as scanned_at,
        n('early', mails.mail_no) < 0.1 as is_early

    from mails
    inner join mail_addresses
        on mails.address_no = mail_addresses.address_no
    inner join mailings
        on mails.mailing_no = mailings.mailing_no
    where
        mails.is_delivered
        and mail_addresses.gateway is not null
        and n('scanned', mails.mail_no)
        < [0.080, 0.080, 0.115, 0.140, 0.140][mail_addresses.gateway + 1]

),

machine as (

    select
        mails.mail_no,
        30 as slot,
        'open' as event_type,
        null as link_no,
        mails.arrived_at + to_seconds(
            30 + cast(
                floor(15000 * n('proxied', mails.mail_no) * n('proxied', mails.mail_no)) as bigint
            )
        ) as occurred_at,
        'privacy_proxy' as machine_reason

    from mails
    inner join mail_addresses
        on mails.address_no = mail_addresses.address_no
    where
        mails.is_delivered
        and mail_addresses.has_proxy
        and n('loads images', mails.mail_no) < 0.93

    union all

    select
        scans.mail_no,
        40 + links.link_no as slot,
        'click' as event_type,
        links.link_no,
        case scans.gateway
            when 0
                then
                    scans.arrived_at
                    + to_seconds(if(scans.is_early, links.link_no - 3, links.link_no))
            when 1 then scans.scanned_at + to_seconds((links.link_no - 1) * 2)
            else scans.scanned_at
        end as occurred_at,
        ['click_within_5s', 'all_links_within_10s', 'same_second_links'][scans.gateway + 1]
            as machine_reason

    from scans
    cross join generate_series(1, 4) as links (link_no)
    where
        scans.gateway <= 2
        and links.link_no <= if(scans.gateway = 2, 2, scans.links)

    union all

    select
        mail_no,
        70 + t.step as slot,
        ['open', 'click'][t.step] as event_type,
        if(t.step = 2, 1, null) as link_no,
        scanned_at + to_seconds(if(gateway = 3, t.step * 4, 0)) as occurred_at,
        if(gateway = 3, 'vendor_flag', 'double_activity') as machine_reason

    from scans
    cross join generate_series(1, 2) as t (step)
    where gateway >= 3

)

select
    doings.*,
    mail_addresses.address_no,
    mails.mailing_no

from (
    select
        *,
        null as machine_reason
    from human
    union all by name
    select
        *,
        null as looks_like
    from machine
) as doings
inner join mails
    on doings.mail_no = mails.mail_no
inner join mail_addresses
    on mails.address_no = mail_addresses.address_no
where
    doings.occurred_at < mail_ends()
    and doings.occurred_at < if(
        doings.machine_reason is null, mail_addresses.reacts_until, mail_addresses.left_at
    )
order by doings.occurred_at, doings.mail_no, doings.slot;

-- What a browser or machine calls itself.
create macro mail_client(machine_reason, client_no, url) as (
    case machine_reason
        when 'privacy_proxy' then 'Mozilla/5.0'
        when 'vendor_flag' then 'Mozilla/5.0 (compatible; LinkPreviewBot/3.1)'
        when 'double_activity' then 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) MailShield/8.2'
        when 'click_within_5s' then 'Mozilla/5.0 (compatible; GateScan/2.4)'
        when 'all_links_within_10s'
            then
                'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/109.0 Safari/537.36'
        when 'same_second_links'
            then
                'Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 HeadlessChrome/114.0 Safari/537.36'
        else [
                'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/124.0 Safari/537.36',
                'Mozilla/5.0 (Macintosh; Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15',
                'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15',
                'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0',
                'Mozilla/5.0 (Android 14) AppleWebKit/537.36 Chrome/123.0 Mobile Safari/537.36',
                'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)'
            ][if(client_no = 6 and url is not null, 1, client_no)]
    end
);

create macro activity_id(mail_no, slot) as cast(mail_no * 100 + slot as varchar);

-- What all activities say of their mail.
create macro marketo_mail(mailing_no, program_name, mail_name) as {
    'primary_attribute_value_id': cast(1000 + mailing_no as varchar),
    'primary_attribute_value': program_name || '.' || mail_name,
    'campaign_id': cast(5000 + mailing_no as varchar),
    'campaign_run_id': cast(90000 + mailing_no as varchar)
};

-- Older versions of the connector did not say what became of a send.
create table marketo__activity_send_email as
with written as (

    select
        mails.*,
        false as is_second,
        marketo_file('activity_send_email', mails.sent_at) as _file

    from mails

    union all

    select
        mails.*,
        true as is_second,
        marketo_second_file('activity_send_email') as _file

    from mails
    where is_exported_again(mails.sent_at)

)

select
    written._file,
    activity_id(written.mail_no, 0) as id,
    mail_addresses.lead_id,
    utc(written.sent_at) as activity_date,
    6 as activity_type_id,
    unnest(marketo_mail(mailings.mailing_no, mailings.program_name, mailings.mail_name)) as named,
    if(
        written.sent_at < timestamp '2024-04-01 00:00:00', null,
        if(written.outcome = 'skipped', 'skipped', 'succeeded')
    ) as action_result

from written
inner join mailings
    on written.mailing_no = mailings.mailing_no
inner join mail_addresses
    on written.address_no = mail_addresses.address_no
order by written.is_second, written.mail_no;

create table marketo__activity_email_delivered as
with written as (

    select
        *,
        false as is_second,
        marketo_file('activity_email_delivered', sent_at) as _file

    from mails
    where is_delivered

    union all

    select
        *,
        true as is_second,
        marketo_second_file('activity_email_delivered') as _file

    from mails
    where is_delivered and is_exported_again(sent_at)

)

select
    written._file,
    activity_id(written.mail_no, 1) as id,
    mail_addresses.lead_id,
    utc(written.arrived_at) as activity_date,
    7 as activity_type_id,
    unnest(marketo_mail(mailings.mailing_no, mailings.program_name, mailings.mail_name)) as named

from written
inner join mailings
    on written.mailing_no = mailings.mailing_no
inner join mail_addresses
    on written.address_no = mail_addresses.address_no
order by written.is_second, written.mail_no;

create table marketo__activity_email_bounced as
select
    marketo_file('activity_email_bounced', mails.sent_at) as _file,
    activity_id(mails.mail_no, 2) as id,
    mail_addresses.lead_id,
    utc(mails.arrived_at) as activity_date,
    8 as activity_type_id,
    unnest(marketo_mail(mailings.mailing_no, mailings.program_name, mailings.mail_name)) as named,
    mail_addresses.email,
    2 as category,
    '550 5.1.1 The e-mail account that you tried to reach does not exist' as details

from mails
inner join mailings
    on mails.mailing_no = mailings.mailing_no
inner join mail_addresses
    on mails.address_no = mail_addresses.address_no
where mails.outcome = 'hard'
order by mails.mail_no;

create table marketo__activity_email_bounced_soft as
select
    marketo_file('activity_email_bounced_soft', mails.sent_at) as _file,
    activity_id(mails.mail_no, 3) as id,
    mail_addresses.lead_id,
    utc(mails.arrived_at) as activity_date,
    27 as activity_type_id,
    unnest(marketo_mail(mailings.mailing_no, mailings.program_name, mailings.mail_name)) as named,
    mail_addresses.email,
    if(mails.mail_no % 3 = 0, 4, 3) as category,
    if(mails.mail_no % 3 = 0, '451 4.7.1 Try again later', '452 4.2.2 Mailbox full') as details

from mails
inner join mailings
    on mails.mailing_no = mailings.mailing_no
inner join mail_addresses
    on mails.address_no = mail_addresses.address_no
where mails.outcome = 'soft'
order by mails.mail_no;

create table marketo__activity_unsubscribe_email as
select
    marketo_file('activity_unsubscribe_email', mail_doings.occurred_at) as _file,
    activity_id(mail_doings.mail_no, mail_doings.slot) as id,
    mail_addresses.lead_id,
    utc(mail_doings.occurred_at) as activity_date,
    9 as activity_type_id,
    unnest(marketo_mail(mailings.mailing_no, mailings.program_name, mailings.mail_name)) as named

from mail_doings
inner join mailings
    on mail_doings.mailing_no = mailings.mailing_no
inner join mail_addresses
    on mail_doings.address_no = mail_addresses.address_no
where mail_doings.event_type = 'unsubscribe'
order by mail_doings.occurred_at, mail_doings.mail_no;

-- Marketo began to recognise machines in April 2024; before, it says N/A of everybody else.
create macro marketo_verdict(machine_reason, t) as {
    'is_bot_activity': case
        when machine_reason in ('vendor_flag', 'double_activity') then 'true'
        when t < timestamp '2024-04-01 00:00:00' then 'N/A'
        else 'false'
    end,
    'bot_activity_pattern': case machine_reason
        when 'vendor_flag' then 'Match with IAB List'
        when 'double_activity' then 'Match with Proximity Pattern'
        else 'N/A'
    end
};

create table marketo__activity_open_email as
with written as (

    select
        *,
        false as is_second,
        if(
            is_late(occurred_at), late_file(), marketo_file('activity_open_email', occurred_at)
        ) as _file

    from mail_doings
    where event_type = 'open'

    union all

    select
        *,
        true as is_second,
        marketo_second_file('activity_open_email') as _file

    from mail_doings
    where event_type = 'open' and is_exported_again(occurred_at)

)

select
    written._file,
    activity_id(written.mail_no, written.slot) as id,
    mail_addresses.lead_id,
    utc(written.occurred_at) as activity_date,
    10 as activity_type_id,
    unnest(marketo_mail(mailings.mailing_no, mailings.program_name, mailings.mail_name)) as named,
    mail_client(written.machine_reason, mail_addresses.client_no, null) as user_agent,
    unnest(marketo_verdict(written.machine_reason, written.occurred_at)) as verdict

from written
inner join mailings
    on written.mailing_no = mailings.mailing_no
inner join mail_addresses
    on written.address_no = mail_addresses.address_no
order by written.is_second, written.occurred_at, written.mail_no, written.slot;

create table marketo__activity_click_email as
with written as (

    select
        *,
        false as is_second,
        marketo_file('activity_click_email', occurred_at) as _file

    from mail_doings
    where event_type = 'click'

    union all

    select
        *,
        true as is_second,
        marketo_second_file('activity_click_email') as _file

    from mail_doings
    where event_type = 'click' and is_exported_again(occurred_at)

)

select
    written._file,
    activity_id(written.mail_no, written.slot) as id,
    mail_addresses.lead_id,
    utc(written.occurred_at) as activity_date,
    11 as activity_type_id,
    unnest(marketo_mail(mailings.mailing_no, mailings.program_name, mailings.mail_name)) as named,
    mailing_links.url as link,
    mail_client(written.machine_reason, mail_addresses.client_no, mailing_links.url) as user_agent,
    unnest(marketo_verdict(written.machine_reason, written.occurred_at)) as verdict

from written
inner join mailings
    on written.mailing_no = mailings.mailing_no
inner join mailing_links
    on written.mailing_no = mailing_links.mailing_no and written.link_no = mailing_links.link_no
inner join mail_addresses
    on written.address_no = mail_addresses.address_no
order by written.is_second, written.occurred_at, written.mail_no, written.slot;

-- A mail is known by person, e-mail, smart campaign and run: see stg_marketo__email_sends.
create table email_events_truth as
select
    'marketo' as source,
    activity_id(mail_doings.mail_no, mail_doings.slot) as source_event_id,
    md5(
        concat_ws(
            '|', 'marketo_mail', mail_addresses.lead_id, 1000 + mail_doings.mailing_no,
            5000 + mail_doings.mailing_no, 90000 + mail_doings.mailing_no
        )
    ) as send_id,
    mail_addresses.person_no,
    mail_addresses.company_no,
    mail_doings.event_type,
    mail_doings.machine_reason is not null as is_machine,
    mail_doings.machine_reason,
    mail_doings.looks_like,
    utc(mail_doings.occurred_at) as occurred_at

from mail_doings
inner join mail_addresses
    on mail_doings.address_no = mail_addresses.address_no;

create table human_events_mail as
select
    'mail-' || source_event_id as planted_event_id,
    person_no,
    company_no,
    case event_type
        when 'open' then 'email_opened'
        when 'click' then 'email_clicked'
        else 'email_unsubscribed'
    end as event_type,
    'email' as channel,
    source,
    source_event_id,
    occurred_at,
    cast(null as varchar) as duplicate_of_source

from email_events_truth
where not is_machine;

create table duplicates_channels as
select
    marketo_second_file('activity_send_email') as file,
    id as row_key,
    'repeated_activity' as kind

from marketo__activity_send_email
where _file = marketo_second_file('activity_send_email')

union all

select
    marketo_second_file('activity_email_delivered') as file,
    id as row_key,
    'repeated_activity' as kind

from marketo__activity_email_delivered
where _file = marketo_second_file('activity_email_delivered')

union all

select
    marketo_second_file('activity_open_email') as file,
    id as row_key,
    'repeated_activity' as kind

from marketo__activity_open_email
where _file = marketo_second_file('activity_open_email')

union all

select
    marketo_second_file('activity_click_email') as file,
    id as row_key,
    'repeated_activity' as kind

from marketo__activity_click_email
where _file = marketo_second_file('activity_click_email');

create table late_files_channels as
select
    late_file() as file,
    'missing_week' as kind

union all

select
    marketo_second_file(t.name) as file,
    'exported_again' as kind

from (
    values
    ('activity_send_email'), ('activity_email_delivered'), ('activity_open_email'),
    ('activity_click_email')
) as t (name);
