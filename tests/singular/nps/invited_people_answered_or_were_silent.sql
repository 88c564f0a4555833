-- Promise: invited = answered + silent, for people and for companies, and the rate is their share;
-- a row without a list says nothing but who answered. More answers than invitations would mean that
-- somebody uninvited slipped in.
select
    survey_type,
    period_type,
    period,
    invited,
    answered,
    response_rate,
    silent_contacts,
    accounts_invited,
    accounts_answered,
    silent_accounts,
    silent_mrr

from {{ ref('nps_coverage') }}
where
    invited <> answered + silent_contacts
    or accounts_invited <> accounts_answered + silent_accounts
    or silent_contacts < 0
    or silent_accounts < 0
    or response_rate not between 0 and 1
    or abs(response_rate * invited - answered) > 0.001
    or (coalesce(invited, 0) = 0) <> (response_rate is null)
    or (silent_accounts = 0 and coalesce(silent_mrr, -1) <> 0)
    or silent_mrr < 0
    or (
        invited is null
        and (
            answered <> answered_without_list
            or coalesce(
                answered_uninvited,
                anonymous_answers,
                silent_contacts,
                accounts_invited,
                accounts_answered,
                silent_accounts
            ) is not null
            or silent_mrr is not null
        )
    )
    or (
        invited is not null
        and (
            answered_uninvited is null
            or anonymous_answers is null
            or silent_contacts is null
            or silent_accounts is null
        )
    )
