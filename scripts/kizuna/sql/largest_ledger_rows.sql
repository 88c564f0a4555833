-- The largest rows of an account's ledger (variable `account_id`), with the role of who stands in
-- them, and beside each row how many rows there are.
select
    ledger.component,
    ledger.event_type,
    ledger.occurred_at,
    ledger.points,
    ledger.contact_id,
    coalesce(contacts.role, '(unknown)') as role,
    ledger.event_id,
    count(*) over () as ledger_rows

from marts.engagement_score_ledger as ledger
left join marts.dim_contacts as contacts on ledger.contact_id = contacts.contact_id
where ledger.account_id = getvariable('account_id')
order by
    ledger.points desc,
    ledger.component asc,
    ledger.contact_id asc,
    ledger.event_id asc
limit 10
