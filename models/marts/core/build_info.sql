-- Grain: one row: what this build is. built_at and git_commit are the only values of the marts that
-- come from outside the data; they are given to the run, no model reads a clock.
select
    as_of.as_of_date,
    as_of.data_through,
    cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp) as built_at,
    cast('{{ env_var("KIZUNA_GIT_COMMIT", "unknown") }}' as string) as git_commit,
    rules.model_version,
    cast('{{ engine_name() }}' as string) as engine

from {{ ref('int_inputs__as_of') }} as as_of
left join {{ ref('int_score__rule_periods') }} as rules
    on
        as_of.as_of_date >= rules.rules_from
        and as_of.as_of_date < rules.rules_until
