-- Grain: one row per moment and company record. Links by hand hold whatever else is
-- known of the companies, also two 法人番号.
{{ linked_by(
    ref('int_identity__account_states'),
    ['manual'],
    heed_numbers=false
) }}
