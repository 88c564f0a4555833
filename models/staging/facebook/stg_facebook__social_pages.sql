-- Grain: one row per page, day and exported version: those of Insights exports and those that a
-- connector writes. An Insights export knows the page by name, a connector by id.
{% set columns = [
    'source', 'platform', 'account_handle', 'followers', 'impressions', 'reach',
    'engaged_people', 'page_views', 'new_follows', 'lost_follows', 'measured_on'
] %}
select
    {{ (columns + lineage_columns()) | join(',\n    ') }}

from {{ ref('base_facebook__page_days') }}

union all

select
    {{ (columns + lineage_columns()) | join(',\n    ') }}

from {{ ref('base_facebook__daily_page_metrics_total') }}
