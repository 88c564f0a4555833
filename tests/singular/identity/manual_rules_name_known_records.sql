-- Promise: every line of the seed account_link_rules names two records that some file named too. A
-- typing mistake in an id breaks it; a tool whose files are not loaded yet does too, so it warns.
{{ config(severity='warn') }}
select
    rules.rule,
    rules.source,
    rules.source_account_id,
    rules.other_source,
    rules.other_source_account_id

from {{ ref('account_link_rules') }} as rules
left join {{ ref('int_identity__account_records') }} as records
    on
        rules.source = records.source
        and rules.source_account_id = records.source_account_id
left join {{ ref('int_identity__account_records') }} as peers
    on
        rules.other_source = peers.source
        and rules.other_source_account_id = peers.source_account_id
where records.record_no is null or peers.record_no is null
