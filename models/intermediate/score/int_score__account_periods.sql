-- Grain: one row per account and period, in local days, in which the warehouse knew of it and knew
-- it to be of this size: of its records, the one of the CRM that was known first and tells the
-- number of employees.
{% set other_systems = var('account_sources') | reject('in', var('crm_sources')) | list %}
{% set listed = "'" ~ other_systems | join("', '") ~ "'" %}
with links as (

    select
        source,
        source_account_id,
        account_id,
        {{ local_date('known_from') }} as from_date,
        {{ local_date_or_never('known_until') }} as until_date

    from {{ ref('int_identity__account_link_history') }}

),

sizes as (

    select
        links.account_id,
        versions.employees,
        {% if other_systems %}
            case when versions.source in ({{ listed }}) then 1 else 0 end as class_no,
        {% else %}
            0 as class_no,
        {% endif %}
        records.record_no,
        greatest(links.from_date, {{ local_date('versions.known_from') }}) as from_date,
        least(links.until_date, {{ local_date_or_never('versions.known_until') }}) as until_date

    from links
    inner join {{ ref('int_inputs__account_versions') }} as versions
        on
            links.source = versions.source
            and links.source_account_id = versions.source_account_id
    inner join {{ ref('int_identity__account_records') }} as records
        on
            links.source = records.source
            and links.source_account_id = records.source_account_id
    where versions.employees is not null

),

moments as (

    select
        account_id,
        from_date as day
    from links
    union
    select
        account_id,
        until_date as day
    from links
    union
    select
        account_id,
        from_date as day
    from sizes
    where from_date < until_date
    union
    select
        account_id,
        until_date as day
    from sizes
    where from_date < until_date

),

periods as (

    select
        account_id,
        day as from_date,
        lead(day) over (partition by account_id order by day) as until_date

    from moments

),

known as (

    select distinct
        periods.account_id,
        periods.from_date,
        periods.until_date

    from periods
    inner join links
        on
            periods.account_id = links.account_id
            and periods.from_date >= links.from_date
            and periods.from_date < links.until_date

),

told as (

    select
        known.account_id,
        known.from_date,
        sizes.employees,
        row_number() over (
            partition by known.account_id, known.from_date
            order by sizes.class_no, sizes.record_no
        ) as place

    from known
    inner join sizes
        on
            known.account_id = sizes.account_id
            and known.from_date >= sizes.from_date
            and known.from_date < sizes.until_date

)

select
    known.account_id,
    known.from_date,
    known.until_date,
    min(known.from_date) over (partition by known.account_id) as first_known_on,
    coalesce(bands.company_size_band, '(unknown)') as company_size_band

from known
left join told
    on
        known.account_id = told.account_id
        and known.from_date = told.from_date
        and told.place = 1
left join {{ ref('company_size_bands') }} as bands
    on
        told.employees >= bands.employees_from
        and told.employees < bands.employees_below
