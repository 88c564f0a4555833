-- Label and text of each figure, in the order shown; a NULL text is a figure without data.
with info as (

    select as_of_date from marts.build_info

),

lines as (

    select
        1 as place,
        'as of' as label,
        cast(as_of_date as varchar) as line
    from info

    union all

    select
        2 as place,
        'accounts' as label,
        format(
            '{:,} ({:,} customers)',
            count(*), count(*) filter (where lifecycle = 'customer')
        ) as line
    from marts.dim_accounts

    union all

    select
        3 as place,
        'events' as label,
        format(
            '{:,} ({:,} of customers, {:,} of machines, {:,} sent by us)',
            count(*),
            count(*) filter (where not is_machine and direction <> 'outbound'),
            count(*) filter (where is_machine),
            count(*) filter (where direction = 'outbound')
        ) as line
    from marts.fct_engagement_events

    union all

    select
        4 as place,
        'MRR' as label,
        string_agg(
            format('{:,.0f} {}', cast(mrr_monthly.end_mrr as double), mrr_monthly.currency),
            ', ' order by mrr_monthly.currency
        ) as line
    from marts.mrr_monthly
    inner join info
        on mrr_monthly.month = date_trunc('month', info.as_of_date)

    union all

    select
        5 as place,
        'NPS' as label,
        string_agg(
            format(
                '{} {:.1f} [{:.1f}, {:.1f}], n = {}',
                survey_type, nps, ci_low, ci_high, responses
            ),
            '; ' order by survey_type
        ) as line
    from marts.nps_summary
    where period_type = 'all' and segment_type = 'all' and not is_hidden

)

select
    label,
    line

from lines
order by place
