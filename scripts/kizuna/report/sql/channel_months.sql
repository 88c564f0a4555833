-- What people did, by channel, in the last twelve months; machines and what we sent left out.
select
    strftime(month, '%Y-%m') as month,
    channel,
    sum(events) as events,
    sum(human_events) as human_events,
    sum(outbound_events) as outbound_events,
    sum(engaged_contacts) as engaged_contacts,
    round(sum(points), 9) as points

from marts.account_channel_monthly
where month > date_trunc('month', getvariable('as_of')) - interval 12 month
group by all
order by month, channel
