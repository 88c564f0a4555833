-- The 36 months of the demo company. All times are local times of Tokyo, which has no summer time.
create macro first_day() as date '2023-04-01';
create macro last_day_of_all() as date '2026-03-31';
-- What happened from this day on was exported later, in files of their own.
create macro last_week() as date '2026-03-25';

create macro utc(t) as t - interval 9 hour;

-- 2025-04-08T10:00:03+09:00
create macro with_offset(t) as strftime(t, '%Y-%m-%dT%H:%M:%S+09:00');
-- The same moment as 2025-04-08T01:00:03.000Z
create macro zulu(t) as strftime(utc(t), '%Y-%m-%dT%H:%M:%S.000Z');

-- A moment between 9:00 and 18:00 on one of the days.
create macro office_hours(days, purpose, key) as (
    cast(pick(days, purpose || ' day', key) as timestamp)
    + to_seconds(whole(9 * 3600, 18 * 3600 - 1, purpose || ' second', key))
);

create macro fast_office_hours(days, purpose, key) as (
    cast(days[fast_whole(1, len(days), purpose || ' day', key)] as timestamp)
    + to_seconds(fast_whole(9 * 3600, 18 * 3600 - 1, purpose || ' second', key))
);

create macro month_no_of(day) as datediff('month', first_day(), day);

create table months as
with days as (

    select cast(midnight as date) as date_day
    from generate_series(
            cast(first_day() as timestamp), cast(last_day_of_all() as timestamp), interval 1 day
        ) as t (midnight)

),

holidays as (

    select unnest([
        '2023-05-03', '2023-05-04', '2023-05-05', '2023-07-17', '2023-08-11', '2023-09-18',
        '2023-10-09', '2023-11-03', '2023-11-23', '2024-01-01', '2024-01-08', '2024-02-12',
        '2024-02-23', '2024-03-20', '2024-04-29', '2024-05-03', '2024-05-06', '2024-07-15',
        '2024-08-12', '2024-09-16', '2024-09-23', '2024-10-14', '2024-11-04', '2025-01-01',
        '2025-01-13', '2025-02-11', '2025-02-24', '2025-03-20', '2025-04-29', '2025-05-05',
        '2025-05-06', '2025-07-21', '2025-08-11', '2025-09-15', '2025-09-23', '2025-10-13',
        '2025-11-03', '2025-11-24', '2026-01-01', '2026-01-12', '2026-02-11', '2026-02-23',
        '2026-03-20'
    ]) as holiday

)

select
    month_no_of(date_day) as month_no,
    min(date_day) as first_day,
    max(date_day) as last_day,
    list(date_day order by date_day) filter (
        where isodow(date_day) <= 5
        and strftime(date_day, '%m%d') not in ('1229', '1230', '1231', '0101', '0102', '0103')
        and strftime(date_day, '%Y-%m-%d') not in (select holidays.holiday from holidays)
    ) as business_days,
    list(date_day order by date_day) filter (where isodow(date_day) = 2)[2] as second_tuesday,
    list(date_day order by date_day) filter (where isodow(date_day) = 3)[3] as third_wednesday,
    list(date_day order by date_day) filter (where isodow(date_day) = 4)[1] as first_thursday

from days
group by month_no;

-- The day of the export that brings what happened on a day: the end of its month, quarter or year
-- (April to March); what happened in the last week comes by itself. Stands in the names of files.
create macro monthly_export(day) as (
    if(
        day >= last_week(), last_day_of_all(),
        least(cast(date_trunc('month', day) + interval 1 month as date) - 1, last_week() - 1)
    )
);

create macro quarterly_export(day) as (
    if(
        day >= last_week(), last_day_of_all(),
        least(cast(date_trunc('quarter', day) + interval 3 month as date) - 1, last_week() - 1)
    )
);

create macro yearly_export(day) as (
    if(
        day >= last_week(), last_day_of_all(),
        least(
            cast(date_trunc('year', day - interval 3 month) + interval 15 month as date) - 1,
            last_week() - 1
        )
    )
);

-- salesforce/task/task_20240430.csv
create macro dated_file(folder, name, exported_on) as (
    folder || '/' || name || '_' || strftime(exported_on, '%Y%m%d') || '.csv'
);
