-- Grain: one row per registrable domain and period in which the warehouse knew the same accounts to
-- have it. account_id is NULL while several accounts share the domain: then it says nothing of a
-- person's employer.
with carried as (

    select
        resolutions.web_domain,
        moments.moment_no,
        moments.known_from,
        count(distinct resolutions.account_id) as accounts,
        min(resolutions.account_id) as account_id

    from {{ ref('int_identity__account_resolutions') }} as resolutions
    inner join {{ ref('int_identity__account_moments') }} as moments
        on resolutions.moment_no = moments.moment_no
    where resolutions.web_domain is not null
    group by
        resolutions.web_domain,
        moments.moment_no,
        moments.known_from

),

-- All who ever had a domain are of one world, whose moments follow on; in some nobody has it.
domain_worlds as (

    select distinct
        carried.web_domain,
        moments.world_no

    from carried
    inner join {{ ref('int_identity__account_moments') }} as moments
        on carried.moment_no = moments.moment_no

),

at_moments as (

    select
        domain_worlds.web_domain,
        moments.known_from,
        coalesce(carried.accounts, 0) as accounts,
        case when carried.accounts = 1 then carried.account_id end as account_id

    from domain_worlds
    inner join {{ ref('int_identity__account_moments') }} as moments
        on domain_worlds.world_no = moments.world_no
    left join carried
        on
            moments.moment_no = carried.moment_no
            and domain_worlds.web_domain = carried.web_domain

),

compared as (

    select
        at_moments.*,
        {{ entity_key('carriers', ['accounts', 'account_id']) }} as said,
        lag({{ entity_key('carriers', ['accounts', 'account_id']) }}) over (
            partition by web_domain order by known_from
        ) as said_before

    from at_moments

)

select
    web_domain as domain,
    account_id,
    accounts,
    known_from,
    lead(known_from) over (partition by web_domain order by known_from) as known_until

from compared
where said_before is null or said <> said_before
