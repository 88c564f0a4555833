-- Grain: one row per contact: a number for it, as for accounts; 0 stands for nobody known.
select
    contact_id,
    row_number() over (order by contact_id) as contact_no

from {{ ref('int_identity__contacts') }}
