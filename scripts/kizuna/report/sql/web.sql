-- Web sessions of the last twelve months by where they came from.
select
    strftime(started_date, '%Y-%m') as month,
    channel_group,
    count(*) as sessions,
    count(*) filter (where is_engaged) as engaged_sessions,
    round(count(*) filter (where is_engaged) / count(*), 9) as engaged_rate,
    sum(key_events) as key_events

from marts.web_sessions
where started_date >= date_trunc('month', getvariable('as_of')) - interval 11 month
group by all
order by month, channel_group
