-- Three funnels: mails and webinars of the last twelve months, customers by how deep they went in
-- the last 90 days.
with mails as (

    select
        sum(sent) as sent,
        sum(delivered) as delivered,
        sum(opens_human) as opens,
        sum(clicks_human) as clicks

    from marts.email_campaign_performance
    where sent_date >= date_trunc('month', getvariable('as_of')) - interval 11 month

),

webinars as (

    select
        sum(registrants) as registrants,
        sum(attendees) as attendees

    from marts.webinar_performance
    where started_date >= date_trunc('month', getvariable('as_of')) - interval 11 month

),

webinar_people as (

    select
        count(*) filter (
            where webinar_attendance.questions > 0 or webinar_attendance.poll_answers > 0
        ) as took_part

    from marts.webinar_attendance
    inner join marts.webinar_performance
        on
            webinar_attendance.source = webinar_performance.source
            and webinar_attendance.webinar_id = webinar_performance.webinar_id
    where
        webinar_performance.started_date
        >= date_trunc('month', getvariable('as_of')) - interval 11 month

),

deepest as (

    select
        dim_accounts.account_id,
        max(fct_engagement_events.depth) as depth

    from marts.dim_accounts
    left join marts.fct_engagement_events
        on
            dim_accounts.account_id = fct_engagement_events.account_id
            and not fct_engagement_events.is_machine
            and fct_engagement_events.direction <> 'outbound'
            and fct_engagement_events.event_date > getvariable('as_of') - 90
    where dim_accounts.lifecycle = 'customer'
    group by dim_accounts.account_id

),

steps as (

    select
        'mail' as funnel,
        1 as place,
        'sent' as step,
        sent as people
    from mails
    union all
    select
        'mail' as funnel,
        2 as place,
        'delivered' as step,
        delivered as people
    from mails
    union all
    select
        'mail' as funnel,
        3 as place,
        'opened' as step,
        opens as people
    from mails
    union all
    select
        'mail' as funnel,
        4 as place,
        'clicked' as step,
        clicks as people
    from mails
    union all
    select
        'webinar' as funnel,
        1 as place,
        'registered' as step,
        registrants as people
    from webinars
    union all
    select
        'webinar' as funnel,
        2 as place,
        'attended' as step,
        attendees as people
    from webinars
    union all
    select
        'webinar' as funnel,
        3 as place,
        'took_part' as step,
        took_part as people
    from webinar_people
    union all
    select
        'depth' as funnel,
        1 as place,
        'customers' as step,
        count(*) as people
    from deepest
    union all
    select
        'depth' as funnel,
        depths.least + 1 as place,
        'depth_' || depths.least as step,
        count(*) filter (where deepest.depth >= depths.least) as people
    from range(1, 5) as depths (least)
    cross join deepest
    group by depths.least

)

select
    funnel,
    place,
    step,
    cast(people as bigint) as people,
    round(people / nullif(first_value(people) over (partition by funnel order by place), 0), 9)
        as share_of_first

from steps
where people is not null
order by funnel, place
