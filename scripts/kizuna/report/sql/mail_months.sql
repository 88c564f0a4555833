-- Mail by month: what the tools count, and what people did.
select
    strftime(sent_date, '%Y-%m') as month,
    sum(delivered) as delivered,
    sum(opens_raw) as opens_raw,
    sum(opens_human) as opens_human,
    sum(clicks_raw) as clicks_raw,
    sum(clicks_human) as clicks_human,
    sum(unsubscribes) as unsubscribes,
    round(sum(opens_raw) / nullif(sum(delivered), 0), 9) as open_rate_raw,
    round(sum(opens_human) / nullif(sum(delivered), 0), 9) as open_rate_human,
    round(sum(clicks_raw) / nullif(sum(delivered), 0), 9) as click_rate_raw,
    round(sum(clicks_human) / nullif(sum(delivered), 0), 9) as click_rate_human

from marts.email_campaign_performance
where sent_date >= date_trunc('month', getvariable('as_of')) - interval 11 month
group by all
order by month
