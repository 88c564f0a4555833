-- The last mailings of at least twenty delivered mails.
select
    sent_date,
    campaign_name,
    source,
    delivered,
    open_rate_raw,
    open_rate_human,
    click_rate_raw,
    click_rate_human,
    unsubscribes

from marts.email_campaign_performance
where delivered >= 20
order by sent_at desc, source asc, campaign_id asc
limit 12
