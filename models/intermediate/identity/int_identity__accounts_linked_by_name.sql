-- Grain: one row per moment and company record. The same name and a second
-- attribute that agrees; the name alone links nothing.
{{ linked_by(
    ref('int_identity__accounts_linked_by_domain'),
    ['name_domain', 'name_phone', 'name_prefecture']
) }}
