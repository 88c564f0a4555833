{# The prefecture (都道府県) of an address or the name of a region, in Japanese or in Latin letters; NULL
   where it names none. The full name counts wherever it stands; a short one (東京, Osaka) only as
   the whole text, a city's only at its beginning. In Latin letters the last name counts, since
   there the prefecture stands behind the city. #}
{% macro prefecture_of(text) -%}
    {%- set full, short, latin, cities = [], [], [], [] -%}
    {%- set by_short, by_latin, by_city = [], [], [] -%}
    {%- for name, romaji in prefectures().items() -%}
        {%- do full.append(name) -%}
        {%- do latin.append(romaji) -%}
        {%- do by_latin.append("when '" ~ romaji ~ "' then '" ~ name ~ "'") -%}
        {%- if name != '北海道' -%}
            {%- do short.append(name[:-1]) -%}
            {%- do by_short.append("when '" ~ name[:-1] ~ "' then '" ~ name ~ "'") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, places in cities_of_prefectures().items() -%}
        {%- for place in places -%}
            {%- do cities.append(place) -%}
            {%- do by_city.append("when '" ~ place ~ "' then '" ~ name ~ "'") -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set plain = "replace(replace(lower(" ~ nfkc(text) ~ "), 'ō', 'o'), 'ū', 'u')" -%}
    {%- set plain = replace_matches(plain, '〒? *[0-9]{3}[‐‒–—―−ー-]?[0-9]{4}|[ \\t-\\r]+', ' ') -%}
    {%- set plain = 'trim(' ~ plain ~ ')' -%}
    {%- set by_name = first_match('place', '(' ~ full | join('|') ~ ')') -%}
    {%- set by_short = 'case place ' ~ by_short | join(' ') ~ ' end' -%}
    {%- set by_city = 'case ' ~ first_match('place', '^(' ~ cities | join('|') ~ ')')
        ~ ' ' ~ by_city | join(' ') ~ ' end' -%}
    {%- set by_latin = 'case ' ~ first_match(
        'place',
        '^(?:.*[ ,])?(' ~ latin | join('|') ~ ')'
        ~ '(?:[ -](?:to|do|fu|ken|pref|prefecture|metropolis|city))?[.]?'
        ~ '(?:[ ,]+(?:[0-9-]+|japan|jp|jpn))*[.]?$'
    ) ~ ' ' ~ by_latin | join(' ') ~ ' end' -%}
    {{ with_value(
        'place',
        plain,
        'case when ' ~ has_match('place', '[a-z]$|^[a-z]')
        ~ ' then coalesce(' ~ by_name ~ ', ' ~ by_latin ~ ')'
        ~ ' else coalesce(' ~ [by_name, by_short, by_city] | join(', ') ~ ') end'
    ) }}
{%- endmacro %}


{# In the order of their codes (JIS X 0401). #}
{% macro prefectures() -%}
    {{ return({
        '北海道': 'hokkaido', '青森県': 'aomori', '岩手県': 'iwate', '宮城県': 'miyagi',
        '秋田県': 'akita', '山形県': 'yamagata', '福島県': 'fukushima', '茨城県': 'ibaraki',
        '栃木県': 'tochigi', '群馬県': 'gunma', '埼玉県': 'saitama', '千葉県': 'chiba',
        '東京都': 'tokyo', '神奈川県': 'kanagawa', '新潟県': 'niigata', '富山県': 'toyama',
        '石川県': 'ishikawa', '福井県': 'fukui', '山梨県': 'yamanashi', '長野県': 'nagano',
        '岐阜県': 'gifu', '静岡県': 'shizuoka', '愛知県': 'aichi', '三重県': 'mie',
        '滋賀県': 'shiga', '京都府': 'kyoto', '大阪府': 'osaka', '兵庫県': 'hyogo',
        '奈良県': 'nara', '和歌山県': 'wakayama', '鳥取県': 'tottori', '島根県': 'shimane',
        '岡山県': 'okayama', '広島県': 'hiroshima', '山口県': 'yamaguchi', '徳島県': 'tokushima',
        '香川県': 'kagawa', '愛媛県': 'ehime', '高知県': 'kochi', '福岡県': 'fukuoka',
        '佐賀県': 'saga', '長崎県': 'nagasaki', '熊本県': 'kumamoto', '大分県': 'oita',
        '宮崎県': 'miyazaki', '鹿児島県': 'kagoshima', '沖縄県': 'okinawa'
    }) }}
{%- endmacro %}


{# Cities that addresses name without their prefecture: seats of prefectures and designated cities,
   and those of Tokyo's wards whose name no other city has. #}
{% macro cities_of_prefectures() -%}
    {{ return({
        '北海道': ['札幌市'], '青森県': ['青森市'], '岩手県': ['盛岡市'], '宮城県': ['仙台市'],
        '秋田県': ['秋田市'], '山形県': ['山形市'], '福島県': ['福島市'], '茨城県': ['水戸市'],
        '栃木県': ['宇都宮市'], '群馬県': ['前橋市'], '埼玉県': ['さいたま市'], '千葉県': ['千葉市'],
        '東京都': [
            '千代田区', '新宿区', '文京区', '台東区', '墨田区', '江東区', '品川区', '目黒区',
            '大田区', '世田谷区', '渋谷区', '中野区', '杉並区', '豊島区', '荒川区', '板橋区',
            '練馬区', '足立区', '葛飾区', '江戸川区'
        ],
        '神奈川県': ['横浜市', '川崎市', '相模原市'], '新潟県': ['新潟市'], '富山県': ['富山市'],
        '石川県': ['金沢市'], '福井県': ['福井市'], '山梨県': ['甲府市'], '長野県': ['長野市'],
        '岐阜県': ['岐阜市'], '静岡県': ['静岡市', '浜松市'], '愛知県': ['名古屋市'],
        '三重県': ['津市'], '滋賀県': ['大津市'], '京都府': ['京都市'],
        '大阪府': ['大阪市', '堺市'], '兵庫県': ['神戸市'], '奈良県': ['奈良市'],
        '和歌山県': ['和歌山市'], '鳥取県': ['鳥取市'], '島根県': ['松江市'],
        '岡山県': ['岡山市'], '広島県': ['広島市'], '山口県': ['山口市'], '徳島県': ['徳島市'],
        '香川県': ['高松市'], '愛媛県': ['松山市'], '高知県': ['高知市'],
        '福岡県': ['福岡市', '北九州市'], '佐賀県': ['佐賀市'], '長崎県': ['長崎市'],
        '熊本県': ['熊本市'], '大分県': ['大分市'], '宮崎県': ['宮崎市'],
        '鹿児島県': ['鹿児島市'], '沖縄県': ['那覇市']
    }) }}
{%- endmacro %}
