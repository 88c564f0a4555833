-- Grain: one row per moment and company record. One registrable domain is one
-- company, unless different ones are known to share it.
{{ linked_by(
    ref('int_identity__accounts_linked_by_tool'),
    ['domain']
) }}
