-- Promise: one more step of the search for connected records would change nothing. A chain of links
-- that is longer than two to the power of identity_steps would break it: raise that variable.
{% for model in [
    'int_identity__account_worlds', 'int_identity__accounts_linked_manually',
    'int_identity__accounts_linked_by_number', 'int_identity__accounts_linked_by_tool',
    'int_identity__accounts_linked_by_domain', 'int_identity__accounts_linked_by_name'
] %}
    {{ 'union all' if not loop.first }}
    select
        '{{ model }}' as model_name,
        record_no
    from {{ ref(model) }}
    where not is_settled
{% endfor %}
union all
select
    'int_identity__contact_records' as model_name,
    null as record_no
from {{ ref('int_identity__contact_records') }}
where not is_settled
