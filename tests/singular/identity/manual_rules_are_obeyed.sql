-- Promise: what the seed account_link_rules links is one account, what it separates is two. Rules
-- that contradict each other (a = b, b = c, a and c apart) break it: take one of them back.
select
    rules.rule,
    rules.evidence,
    records.account_id,
    peers.account_id as other_account_id

from {{ ref('int_identity__manual_links') }} as rules
inner join {{ ref('int_identity__account_resolutions') }} as records
    on rules.record_no = records.record_no
inner join {{ ref('int_identity__account_moments') }} as moments
    on
        records.moment_no = moments.moment_no
        and moments.known_until is null
inner join {{ ref('int_identity__account_resolutions') }} as peers
    on
        rules.other_record_no = peers.record_no
inner join {{ ref('int_identity__account_moments') }} as other_moments
    on
        peers.moment_no = other_moments.moment_no
        and other_moments.known_until is null
where
    (rules.rule = 'link' and records.account_id <> peers.account_id)
    or (rules.rule = 'separate' and records.account_id = peers.account_id)
