-- Mail events as a marketing tool exports them, made of their number alone. $1 is how many.
select
    'ev-' || lpad(cast(i as varchar), 9, '0') as event_id,
    'mail-' || lpad(cast(i // 3 as varchar), 9, '0') as send_id,
    'campaign-' || lpad(cast(i % 240 as varchar), 4, '0') as campaign_id,
    'c' || cast(hash(i // 3) % 200000 as varchar) as contact_id,
    'contact' || cast(hash(i // 3) % 200000 as varchar)
    || '@company' || cast(hash(i // 3) % 5000 as varchar) || '.example' as email,
    case i % 3
        when 0 then 'delivered'
        when 1 then if(hash(i) % 3 = 0, 'open', 'delivered')
        else if(hash(i) % 7 = 0, 'click', 'open')
    end as event_type,
    timestamp '2022-04-01 00:00:00' + to_seconds(cast(i * 12 as bigint)) as occurred_at,
    if(
        i % 3 = 2 and hash(i) % 7 = 0,
        'https://www.kizuna.example/seminar/' || cast(i % 37 as varchar) || '?utm_medium=email',
        null
    ) as url,
    if(i % 3 = 0, null, case hash(i) % 3
        when 0 then 'Mozilla/5.0'
        when 1 then 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36'
        else 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)'
    end) as user_agent,
    hash(i) % 50 = 0 as is_bot

from (select unnest(range(cast($1 as bigint))) as i) as numbers
