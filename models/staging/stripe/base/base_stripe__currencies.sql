-- Grain: one row per currency whose smallest unit in Stripe is not a hundredth. UGX and ISK have no
-- cents any more, but Stripe still counts them in hundredths.
{% set whole = [
    'BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF',
    'XOF', 'XPF'
] %}
{% set thousandths = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'] %}
{% for currency in whole %}
    select
        '{{ currency }}' as currency,
        cast(1 as decimal(4, 3)) as smallest_unit
    union all
{% endfor %}
{% for currency in thousandths %}
    {{ 'union all' if not loop.first }}
    select
        '{{ currency }}' as currency,
        cast(0.001 as decimal(4, 3)) as smallest_unit
{% endfor %}
