-- Records that may belong to an account, and records of it that may belong to another one.
select
    ambiguities.source,
    ambiguities.source_account_id,
    ambiguities.candidate_account_id,
    accounts.account_name as candidate_name,
    ambiguities.rule,
    ambiguities.evidence

from marts.account_link_ambiguities as ambiguities
inner join marts.dim_accounts as accounts
    on ambiguities.candidate_account_id = accounts.account_id
where
    ambiguities.account_id = getvariable('account_id')
    or ambiguities.candidate_account_id = getvariable('account_id')
order by
    ambiguities.source,
    ambiguities.source_account_id,
    accounts.account_name,
    ambiguities.candidate_account_id
