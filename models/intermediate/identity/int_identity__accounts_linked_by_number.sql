-- Grain: one row per moment and company record. One 法人番号 is one company, unless
-- separated by hand.
{{ linked_by(
    ref('int_identity__accounts_linked_manually'),
    ['corporate_number'],
    heed_numbers=false
) }}
