-- Promise: at no time, as known at no time, has a contact two employers or two roles; so the joins
-- that find the account or the role of an event multiply no row. Gaps are allowed: the employer is
-- unknown.
{% for model in ['int_identity__contact_employers', 'int_identity__contact_roles'] %}
    {{ 'union all' if not loop.first }}
    select
        '{{ model }}' as model_name,
        periods.contact_id,
        periods.valid_from,
        peers.valid_from as other_valid_from
    from {{ ref(model) }} as periods
    inner join {{ ref(model) }} as peers
        on
            periods.contact_id = peers.contact_id
            and periods.valid_from < {{ end_or_never('peers.valid_until') }}
            and peers.valid_from < {{ end_or_never('periods.valid_until') }}
            and periods.known_from < {{ end_or_never('peers.known_until') }}
            and peers.known_from < {{ end_or_never('periods.known_until') }}
    where
        periods.valid_from < peers.valid_from
        or periods.known_from < peers.known_from
{% endfor %}
