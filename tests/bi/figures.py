"""What each chart shows, asked of the marts directly: SQL that knows nothing of the charts' own."""

from __future__ import annotations

REPORTING = "is_reporting_currency"
RETENTION = "marts.retention_monthly where is_reporting_currency and segment_type = "
RELATIONAL = "survey_type = 'relational'"
ACCOUNTS = (
    "marts.next_approach as approach "
    "join marts.dim_accounts as account using (account_id) "
    "left join marts.dim_owners as owner on owner.owner_id = account.owner_id "
    "left join marts.dim_contacts as person on person.contact_id = approach.contact_id"
)


def words(column: str, told: dict[str, str]) -> str:
    """Return SQL for what a code is called in both languages."""
    both = [f"{code.replace('_', ' ')}／{word}" for code, word in told.items()]
    return f"{both}[list_position({list(told)}, {column})]"


CHANNEL = words("channel", {"email": "メール", "meeting": "面談", "chat": "チャット"})
CHANNEL = f"if(channel = 'call', 'phone／電話', {CHANNEL}) as channel"
COLOUR = words("approach_colour", {"blue": "青", "yellow": "黄", "red": "赤", "white": "白"})
COLOUR = f"{COLOUR} as approach_colour"
KNOWN = {"silent_supporter": "静かな支持", "drifting": "離反予備", "unknown": "不明"}


def quadrant(column: str) -> str:
    """Return SQL for what a loyalty quadrant is called in both languages."""
    return f"""if({column} = 'co_creator', 'co-creator／共創', if({column} = 'at_risk_enthusiast',
        'at-risk enthusiast／期待過多・要注意', {words(column, KNOWN)}))"""


QUADRANT = f"{quadrant('loyalty_quadrant')} as loyalty_quadrant"

FIGURES = {
    # Overview
    "mrr": f"select month, end_mrr as mrr from marts.mrr_monthly where {REPORTING}",
    "customers": f"""
        select month, customers_end as customers from marts.mrr_monthly where {REPORTING}
    """,
    "nrr_12": f"select month, nrr from {RETENTION} 'all' and window_months = 12",
    "logo_churn_1": f"select month, logo_churn from {RETENTION} 'all' and window_months = 1",
    "calls": f"""
        select call_priority, account_name, domain, reason, reason_en, person.role, {CHANNEL},
            due_date, owner_name, mrr
        from {ACCOUNTS}
        where call_priority between 1 and 5
    """,
    "mrr_bridge": f"""
        select month, new_mrr, reactivation_mrr, expansion_mrr, -contraction_mrr as contraction_mrr,
            -churned_mrr as churned_mrr
        from marts.mrr_monthly
        where {REPORTING}
    """,
    "nps_quarters": f"""
        select period_start, nps as nps_value, ci_low as nps_low, ci_high as nps_high
        from marts.nps_summary
        where {RELATIONAL} and period_type = 'quarter' and segment = 'all' and responses >= 5
            and segment_type = 'all'
    """,
    "build": """
        select as_of_date, data_through, built_at, git_commit, model_version from marts.build_info
    """,
    # Engagement
    "ranks": """
        select date_trunc('month', as_of_date) as as_of_date,
            ifnull(rank, 'none／なし') as rank_words, count(*) as accounts
        from marts.account_engagement_history
        where month(as_of_date + 1) <> month(as_of_date)
        group by all
    """,
    "mean_score": """
        select date_trunc('month', as_of_date) as as_of_date,
            sum(engagement_score) / count(engagement_score) as mean_score
        from marts.account_engagement_history
        where month(as_of_date + 1) <> month(as_of_date)
        group by all
    """,
    "actions": """
        select month, channel, sum(human_events) as human_events
        from marts.account_channel_monthly
        group by all
    """,
    # Churn
    "retention": f"select month, grr, nrr from {RETENTION} 'all' and window_months = 12",
    "churn": f"""
        select month, logo_churn, gross_revenue_churn from {RETENTION} 'all' and window_months = 1
    """,
    "grr_by_plan": f"select month, segment, grr from {RETENTION} 'plan' and window_months = 12",
    "renewals": f"""
        select renewal_date, account_name, mrr, engagement_score, engagement_rank,
            {QUADRANT}, {COLOUR}, owner_name
        from {ACCOUNTS}
        where renewal_date is not null
    """,
    # NPS and satisfaction
    "nps_ranks": f"""
        select segment, nps, ci_low, ci_high, responses, is_low_sample
        from marts.nps_summary
        where {RELATIONAL} and segment_type = 'engagement_rank' and period = 'all'
            and responses >= 5
    """,
    "nps_distribution": f"""
        select score, nps_group, responses as answers
        from marts.nps_distribution
        where {RELATIONAL} and period = 'all' and all_responses >= 5
    """,
    "loyalty": f"""
        select {quadrant("quadrant")} as quadrant_words, count(*) as accounts
        from marts.loyalty_matrix
        group by all
    """,
    "csat": """
        select period_start, touchpoint, csat, ci_low, ci_high, responses, is_low_sample
        from marts.csat_summary
        where period_type = 'quarter' and responses >= 5
    """,
    # Accounts
    "account_table": f"""
        select account_name, domain, industry, region, owner_name, mrr, engagement_score,
            engagement_rank, {QUADRANT}, {COLOUR}, last_contact_date, renewal_date, due_date
        from {ACCOUNTS}
        order by mrr desc nulls last, account_id
        limit 1000
    """,
    "contact_list": f"""
        select call_priority, account_name, domain, reason, reason_en, person.role, {CHANNEL},
            owner_name, mrr
        from {ACCOUNTS}
        where call_priority is not null
    """,
    # Channels
    "mail_opens": """
        select date_trunc('month', sent_date) as sent_date,
            sum(if(delivered is null, null, opens_raw))
                / sum(if(opens_raw is null, null, delivered)) as open_rate_raw,
            sum(if(delivered is null, null, opens_human))
                / sum(if(opens_human is null, null, delivered)) as open_rate_human
        from marts.email_campaign_performance
        group by all
    """,
    "mail_clicks": """
        select date_trunc('month', sent_date) as sent_date,
            sum(if(delivered is null, null, clicks_raw))
                / sum(if(clicks_raw is null, null, delivered)) as click_rate_raw,
            sum(if(delivered is null, null, clicks_human))
                / sum(if(clicks_human is null, null, delivered)) as click_rate_human
        from marts.email_campaign_performance
        group by all
    """,
    "webinars": """
        select started_date, topic, registrants, attendees, attendance_rate, dwell_rate, questions
        from marts.webinar_performance
    """,
    "sns": "select month, platform, er_seed as engagement_rate from marts.sns_platform_monthly",
    "web": """
        select date_trunc('month', started_date) as started_date, channel_group,
            count(*) as sessions
        from marts.web_sessions
        group by all
    """,
    # Data
    "data_quality": """
        select source, table_name, rows_in, rows_loaded, rows_rejected, linked_share,
            freshness_hours
        from marts.data_quality
    """,
}
"""By the name of the chart's file: the same columns, in any order of rows."""
