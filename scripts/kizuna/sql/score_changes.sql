-- Why an account's score moved (variable `account_id`), in the order in which the states are
-- stepped through.
select
    reason,
    points,
    from_date

from marts.engagement_score_changes
where account_id = getvariable('account_id')
order by
    list_position(
        [
            'passing_of_time', 'late_facts', 'new_events', 'people_and_identity', 'rules'
        ],
        reason
    ),
    reason
