"""What the demo company's mail, webinars, web and social media become: scripts and files."""

from __future__ import annotations

from kizuna.demo.write_form import Export, Record

CHANNEL_SCRIPTS = ("email", "email_leads", "notices", "webinars", "web", "social")
"""In order, after the script `people`: each reads the tables of those before it."""

FACEBOOK_DESCRIPTIONS = {
    "Lifetime Post Total Reach": "Lifetime: how many people were shown the post (unique users)",
    "Lifetime Post organic reach": "Lifetime: of these, people reached without advertising",
    "Lifetime Post Paid Reach": "Lifetime: of these, people reached by advertising",
    "Lifetime Post Total Impressions": "Lifetime: how often the post was shown (total count)",
    "Lifetime Post Organic Impressions": "Lifetime: of these, impressions without advertising",
    "Lifetime Post Paid Impressions": "Lifetime: of these, impressions by advertising",
    "Lifetime Engaged Users": "Lifetime: how many people clicked in the post (unique users)",
    "Lifetime Talking About This (Post)": "Lifetime: people who made a story of the post, by type",
    "Lifetime Post Stories": "Lifetime: stories made of the post, by type (total count)",
    "Lifetime Post Consumers": "Lifetime: how many people clicked in the post (unique users)",
    "Lifetime Post Consumptions": "Lifetime: how many clicks the post had (total count)",
    "Lifetime Negative feedback": "Lifetime: people who hid or reported the post",
    "Lifetime Negative Feedback from Users": "Lifetime: how often the post was hidden or reported",
    "Lifetime Total Likes": "Lifetime: how many people like the page (unique users)",
    "Daily New Likes": "Daily: how many people began to like the page (unique users)",
    "Daily Unlikes": "Daily: how many people ceased to like the page (unique users)",
    "Daily Page Engaged Users": "Daily: how many people engaged with the page (unique users)",
    "Daily Total Reach": "Daily: how many people saw anything of the page (unique users)",
    "Daily Total Impressions": "Daily: how often anything of the page was seen (total count)",
    "Daily Logged-in Page Views": "Daily: how often the page itself was seen (total count)",
    "Daily Like Sources": "Daily: where people began to like the page, by place (unique users)",
}


def facebook_export(header: list[str], rows: list[Record]) -> list[Record]:
    """Leave out the types that did not occur, and put the descriptions above the data."""
    kept = [
        position
        for position, name in enumerate(header)
        if " type - " not in name or any(row[position] is not None for row in rows)
    ]
    names = [header[position] for position in kept]
    groups = [name.split(" by ")[0].split(" - ")[0] for name in names]
    descriptions: Record = [
        # Columns by type stand together, and only the first of them is described.
        FACEBOOK_DESCRIPTIONS.get(group, "") if group not in groups[:position] else ""
        for position, group in enumerate(groups)
    ]
    return [[*names], descriptions, *([row[position] for position in kept] for row in rows)]


def report_lines(header: list[str], rows: list[Record]) -> list[Record]:
    """Return the lines of a report: its one column holds each line as a list of cells."""
    return [line for (line,) in rows if isinstance(line, list)]


CHANNEL_EXPORTS = (
    Export("marketo__lead"),
    Export("marketo__program"),
    Export("marketo__campaign"),
    Export("marketo__email_template_history"),
    Export("marketo__activity_send_email"),
    Export("marketo__activity_email_delivered"),
    Export("marketo__activity_email_bounced"),
    Export("marketo__activity_email_bounced_soft"),
    Export("marketo__activity_open_email"),
    Export("marketo__activity_click_email"),
    Export("marketo__activity_unsubscribe_email"),
    Export("marketo__activity_merge_leads"),
    Export("marketo__activity_delete_lead"),
    Export("generic__email_sends"),
    Export("generic__email_events"),
    Export("zoom__reports", encoding="utf-8-sig", arrange=report_lines),
    Export("ga4__events", is_lines=True),
    Export("x__post_activity", quotes_all=True),
    Export("facebook__post_insights", encoding="utf-8-sig", arrange=facebook_export),
    Export("facebook__page_days", encoding="utf-8-sig", arrange=facebook_export),
)
"""The tables that the scripts make; generic__activities is listed with the others' activities."""
