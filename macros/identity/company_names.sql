{# A company's name without what people vary in it (METRICS 2): NFKC, lower case, new forms of old
   kanji, legal forms removed wherever they stand, and no spaces, middle dots, hyphens, full stops,
   commas and quotation marks. The long vowel mark ー is a letter and stays. A name of nothing but
   legal forms stays as it is. Equal names do not prove one company: that takes a second attribute
   that agrees. #}
{% macro normalised_company_name(name) -%}
    {%- set forms = latin_legal_forms() -%}
    {%- set leading = '(?:' ~ forms.anywhere | join('|') ~ ')' -%}
    {%- set inner = '(?:' ~ (forms.anywhere + forms.after_a_word) | join('|') ~ ')' -%}
    {%- set closing = '(?:'
        ~ (forms.anywhere + forms.after_a_word + forms.at_the_end) | join('|') ~ ')' -%}
    {# Words stand between spaces; a full stop is part of none, so that K.K. is kk. #}
    {%- set words = replace_matches('written', japanese_legal_forms() | join('|'), ' ') -%}
    {%- set words = replace_matches(words, '[.]', '') -%}
    {%- set words = replace_matches(words, '[ \\t-\\r,、]+', ' ') -%}
    {%- set words = "replace(replace(" ~ words ~ ", '(', ' ( '), ')', ' ) ')" -%}
    {%- set words = "trim(" ~ words ~ ") || ' '" -%}
    {%- set words = replace_matches(words, ' +(?:' ~ inner ~ ' +)+', ' ') -%}
    {%- set words = replace_matches(words, '^(?:' ~ leading ~ ' +)+', '') -%}
    {%- set words = replace_matches(words, '(?: +' ~ closing ~ ')+ *$', '') -%}
    {%- set bare = replace_matches(words, '[(] *[)]|[ ・·•‧∙⋅\\-‐‒–—―−⁃\'"’‘“”`´]', '') -%}
    {%- set only_forms = '^(?:' ~ closing ~ '[., ]+)*' ~ closing ~ '[.]?$' -%}
    {{ with_value(
        'written',
        new_kanji('trim(lower(' ~ nfkc(name) ~ '))'),
        'case when ' ~ has_match('written', only_forms) ~ ' then written'
        ~ ' else coalesce(nullif(' ~ bare ~ ", ''), nullif(written, '')) end"
    ) }}
{%- endmacro %}


{# Patterns of the legal forms that Japanese names are written with, in NFKC, lower case and new
   kanji: in full, as (株), in kana, and as banks shorten them: カ) before, (カ behind. #}
{% macro japanese_legal_forms() -%}
    {{ return([
        '株 *式 *会 *社',
        '有 *限 *会 *社',
        '合同会社|合資会社|合名会社|相互会社|特定目的会社',
        '(?:一般|公益|特例)?(?:社団|財団)法人',
        '(?:認定)?(?:特定非営利活動|npo)法人',
        '(?:特定|社会)?医療法人(?:社団|財団)?',
        '社会福祉法人|学校法人|宗教法人|更生保護法人|農事組合法人',
        '(?:地方)?独立行政法人|国立研究開発法人|(?:国立|公立)大学法人',
        '(?:弁護士|税理士|司法書士|行政書士|社会保険労務士|弁理士|特許業務)法人',
        '(?:有限責任)?監査法人',
        '[(](?:株|有|同|資|名|相|特|社|財|医|福|学|宗|独|税|弁|特非|一社|一財|公社|公財)[)]',
        '^株[)]|[(]株$|^有[)]|[(]有$|^同[)]|[(]同$',
        'カブシキ *[ガカ]イシ[ャヤ]|かぶしき *[がか]いしゃ',
        'ユ[ウー]ゲン *[ガカ]イシ[ャヤ]|ゆうげん *[がか]いしゃ',
        'ゴ[ウー]ド[ウー] *[ガカ]イシ[ャヤ]|ごうどう *[がか]いしゃ',
        'ゴ[ウー](?:シ|メイ) *[ガカ]イシ[ャヤ]|ソ[ウー]ゴ *[ガカ]イシ[ャヤ]',
        'トクテイモクテキ *[ガカ]イシ[ャヤ]',
        '(?:イッパン|コウエキ)?(?:シャダン|ザイダン)ホウジン',
        '[(](?:カ|ユ|ド|シ|メ|ソ)[)]|^(?:カ|ユ|ド|シ|メ|ソ)[)]|[(](?:カ|ユ|ド|シ|メ|ソ)$',
    ]) }}
{%- endmacro %}


{# Patterns of the legal forms that names in Latin letters are written with, without full stops. Words
   that begin names too (Company, Limited) count behind another word, and those that are short
   (AS, SE) only at the end. #}
{% macro latin_legal_forms() -%}
    {{ return({
        'anywhere': [
            'inc', 'incorporated', 'ltd', 'corp', 'coltd', 'coinc', 'llc', 'llp', 'plc', 'pllc',
            'gmbh(?: *& *co(?: *kg(?:aa)?)?)?', 'mbh', 'kgaa', 'ohg', 'pty', 'pte', 'pvt',
            'sdn bhd', 'bhd', 'sp z oo', 'oyj', 'tbk', 'ltda', 'sa de cv', 'bvba',
            'k ?k', 'kabushiki[ -]?[gk]aisha', 'y[uū]u?gen[ -]?[gk]aisha',
            'g[oō]u?d[oō]u?[ -]?[gk]aisha', 'g[oō]u?(?:shi|mei)[ -]?[gk]aisha'
        ],
        'after_a_word': [
            '(?:& *|and )?co', '(?:& *|and )?company', 'limited', 'corporation',
            'limited liability company', 'public limited company', 'private limited'
        ],
        'at_the_end': [
            'y ?k', 'g ?k', 'ag', 'kg', 'ab', 'asa?', 'a/s', 'aps', 'sa', 'sas', 'sarl', 'srl', 'sro',
            'spa', 'sl', 'nv', 'bv', 'se', 'lp', 'oy', 'ev', 'kft', 'ooo', 'aktiengesellschaft'
        ],
    }) }}
{%- endmacro %}


{# Kanji that names write in an old or a variant form, in the common one. Kanji that are only alike,
   such as 斉 and 斎, stay apart. #}
{% macro new_kanji(text) -%}
    {%- set written = old_and_new_kanji() -%}
    {%- set old = [] -%}
    {%- set new = [] -%}
    {%- for pair in written.split() -%}
        {%- do old.append(pair[0]) -%}
        {%- do new.append(pair[1]) -%}
    {%- endfor -%}
    {{ with_value(
        'old_form',
        text,
        'case when ' ~ has_match('old_form', '[' ~ old | join ~ ']')
        ~ ' then translate(old_form, ' ~ text_literal(old | join) ~ ', '
        ~ text_literal(new | join) ~ ') else old_form end'
    ) }}
{%- endmacro %}

{% macro old_and_new_kanji() -%}
    {{ return(
        '髙高 﨑崎 嵜崎 邊辺 邉辺 齋斎 齊斉 澤沢 濱浜 濵浜 櫻桜 廣広 國国 學学 會会 澁渋 '
        ~ '澀渋 惠恵 榮栄 圓円 鐵鉄 龍竜 瀧滝 嶋島 嶌島 眞真 德徳 槇槙 瀨瀬 渕淵 渊淵 曾曽 '
        ~ '增増 寶宝 寳宝 壽寿 實実 醫医 藥薬 豐豊 爲為 萬万 與与 點点 發発 變変 傳伝 佛仏 '
        ~ '假仮 價価 兒児 冨富 凾函 劍剣 勞労 區区 參参 單単 嚴厳 團団 圍囲 圖図 擴拡 檢検 '
        ~ '樂楽 樣様 橫横 步歩 歷歴 氣気 淺浅 淨浄 滿満 營営 產産 當当 盡尽 禮礼 禪禅 稻稲 '
        ~ '穗穂 竝並 絲糸 經経 綠緑 緖緒 總総 縱縦 繩縄 聲声 聽聴 臺台 舊旧 莊荘 藏蔵 藝芸 '
        ~ '螢蛍 衞衛 裝装 覺覚 觀観 證証 譯訳 讀読 賴頼 贊賛 輕軽 轉転 鄕郷 釀醸 錄録 鑛鉱 '
        ~ '關関 隱隠 雜雑 靈霊 靜静 靑青 顏顔 顯顕 驛駅 驗験 體体 鷄鶏 鹽塩 麥麦 黃黄 黑黒 '
        ~ '默黙 齡齢 龜亀 槗橋 舘館 舩船 桒桑 𠮷吉 栁柳 曻昇 躰体 峯峰 嶽岳 鷗鴎 薗園 圡土 '
        ~ '埜野 穎頴 讚讃 餠餅 麴麹 竈釜 濟済 豫予 獨独 來来 條条 應応 拂払 數数 斷断 晝昼 '
        ~ '歐欧 殘残 爐炉 犧犠 畫画 疊畳 碎砕 祕秘 稱称 續続 繪絵 缺欠 聯連 肅粛 膽胆 號号 '
        ~ '蠶蚕 觸触 豎竪 辨弁 瓣弁 辯弁 醱醗 釋釈 錢銭 鑄鋳 險険 隨随 雙双 飜翻 鬪闘 麵麺 '
        ~ '鬭闘 壯壮 壹壱 壺壷 奧奥 將将 專専 對対 屬属 帶帯 廢廃 彌弥 徑径 從従 恆恒 戰戦 '
        ~ '戲戯 拔抜 據拠 搖揺 攝摂 敍叙 曉暁 權権 渴渇 濕湿 灣湾 燒焼 狹狭 獸獣 瑤瑶 瘦痩 '
        ~ '盜盗 粹粋 纖繊 罐缶'
    ) }}
{%- endmacro %}
