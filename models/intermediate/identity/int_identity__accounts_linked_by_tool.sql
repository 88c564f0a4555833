-- Grain: one row per moment and company record. What a tool says of its
-- own records: merges, and ids of another system.
{{ linked_by(
    ref('int_identity__accounts_linked_by_number'),
    ['tool_merge', 'tool_id']
) }}
