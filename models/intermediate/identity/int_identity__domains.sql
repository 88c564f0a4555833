-- Grain: one row per domain as it is written. registrable_domain is one label more than the public
-- suffix, by the algorithm of the Public Suffix List: an exception decides, else the longest rule,
-- else the last label is the suffix. NULL for a suffix itself and for what is no domain.
{% set longest_tail = 8 %}
with hosts as (

    select
        domain,
        {{ host_of('domain') }} as host

    from {{ ref('int_identity__written_domains') }}

),

-- The host's last label, its last two and so on; no rule has more labels than longest_tail - 1.
tails as (

    {% for labels in range(1, longest_tail + 1) %}
        {{ 'union all' if not loop.first }}
        select
            domain,
            host,
            {{ labels }} as labels,
            {{ first_match('host', '([^.]+(?:[.][^.]+){' ~ (labels - 1) ~ '})$') }} as tail
        from hosts
    {% endfor %}

),

suffixes as (

    select
        tails.domain,
        coalesce(
            max(case when rules.kind = 'exception' then tails.labels - 1 end),
            max(case rules.kind when 'wildcard' then tails.labels + 1 else tails.labels end)
        ) as labels

    from tails
    inner join {{ source('reference', 'public_suffixes') }} as rules
        on tails.tail = rules.rule
    -- A wildcard stands for a label, so that it says nothing of its own rule alone.
    where rules.kind <> 'wildcard' or tails.tail <> tails.host
    group by tails.domain

),

-- What is registered, and every host below it.
registered as (

    select
        tails.domain,
        tails.host,
        tails.tail,
        tails.labels = coalesce(suffixes.labels, 1) + 1 as is_registrable

    from tails
    left join suffixes on tails.domain = suffixes.domain
    where
        tails.tail is not null
        and (tails.labels > coalesce(suffixes.labels, 1) or tails.tail = tails.host)

),

judged as (

    select
        registered.domain,
        max(case when registered.is_registrable then registered.tail end) as registrable_domain,
        min(free_mail.kind) as mail_kind

    from registered
    left join {{ source('reference', 'free_mail_domains') }} as free_mail
        on registered.tail = free_mail.domain
    group by registered.domain

)

select
    hosts.domain,
    hosts.host,
    judged.registrable_domain,
    judged.mail_kind,
    judged.mail_kind is not null as is_free_mail

from hosts
left join judged on hosts.domain = judged.domain
