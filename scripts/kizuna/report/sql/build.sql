-- The build that the report reads.
select
    as_of_date,
    data_through,
    built_at,
    git_commit,
    model_version

from marts.build_info
