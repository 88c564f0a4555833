{# Compatibility normalisation (NFKC) of text: full and half width, circled and squared characters,
   ligatures, Roman numerals, kana whose voiced mark stands apart. It covers the repertoire of
   Japanese business text; tests/python/test_text.py holds it against unicodedata, character by
   character. Left out: mathematical alphabets, Arabic presentation forms.

   The formula is long, so DuckDB keeps it as a function of the warehouse, which every run makes
   anew. Functions of Spark that last need a catalog of Hive's: there the formula stands in place. #}
{% macro nfkc(text) -%}
    {{ return(adapter.dispatch('nfkc', 'kizuna')(text)) }}
{%- endmacro %}

{% macro default__nfkc(text) -%}
    {{ nfkc_formula(text) }}
{%- endmacro %}

{% macro duckdb__nfkc(text) -%}
    nfkc_normalize({{ text }})
{%- endmacro %}


{# What makes the functions that models call. #}
{% macro create_functions() -%}
    {{ return(adapter.dispatch('create_functions', 'kizuna')()) }}
{%- endmacro %}

{% macro default__create_functions() -%}
{%- endmacro %}

{% macro duckdb__create_functions() -%}
    create or replace macro nfkc_normalize(given) as {{ nfkc_formula('given') }}
{%- endmacro %}


{# NFKC of a text is NFC of the NFKC of its characters. So characters are looked up one by one, and
   only in texts that hold one which changes; plain ASCII costs one comparison. #}
{% macro nfkc_formula(text) -%}
    {%- set blocks = nfkc_blocks() -%}
    {%- set changing = [wide_ascii(), narrow_kana()] -%}
    {%- for block in blocks -%}
        {%- for entry in block.entries.strip('|').split('|') -%}
            {%- do changing.append(entry[0]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set changing = '[' ~ changing | join ~ ']' -%}
    {%- set normal_character -%}
        case
            when
                one <= '~'
                or one between 'ぁ' and 'ゖ'
                or one between 'ァ' and 'ヾ'
                or one between '一' and '鿿'
                then one
            when one between '！' and '～'
                then {{ same_place('one', wide_ascii(), narrow_ascii()) }}
            when one between '｡' and 'ﾟ'
                then {{ same_place('one', narrow_kana(), wide_kana()) }}
            when not {{ has_match('one', changing) }} then one
            {%- for block in blocks %}
            when one <= '{{ block.last }}' then {{ entry_of('one', block.entries) }}
            {%- endfor %}
        end
    {%- endset -%}
    case
        when {{ is_ascii(text) }} then {{ text }}
        when {{ has_match(text, changing) }}
            then {{ nfc(each_character(text, 'one', normal_character)) }}
        else {{ nfc(text) }}
    end
{%- endmacro %}


{# The character that stands in one text where `character` stands in the other. #}
{% macro same_place(character, given, wanted) -%}
    substr({{ text_literal(wanted) }}, instr({{ text_literal(given) }}, {{ character }}), 1)
{%- endmacro %}


{# What stands behind the character in `|㈱(株)|㍿株式会社|…`. No character that has an entry occurs in
   what another one becomes. #}
{% macro entry_of(character, entries) -%}
    {%- set entries = text_literal(entries) -%}
    split_part(substr({{ entries }}, instr({{ entries }}, {{ character }}) + 1, 7), '|', 1)
{%- endmacro %}


{% macro wide_ascii() -%}
    {{ return(
        '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？'
        ~ '＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿'
        ~ '｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～'
    ) }}
{%- endmacro %}

{% macro narrow_ascii() -%}
    {{ return(
        '!"#$%&\'()*+,-./0123456789:;<=>?'
        ~ '@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_'
        ~ '`abcdefghijklmnopqrstuvwxyz{|}~'
    ) }}
{%- endmacro %}

{% macro narrow_kana() -%}
    {{ return(
        '｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ'
    ) }}
{%- endmacro %}

{# Its marks are the combining ones, which NFC joins with the kana before them. #}
{% macro wide_kana() -%}
    {{ return(
        '。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソ'
        ~ 'タチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u3099\u309a'
    ) }}
{%- endmacro %}


{# Every other character that changes, with what it becomes, in the order of Unicode. `last` is the
   last of its block that does. #}
{% macro nfkc_blocks() -%}
    {{ return([
        {
            'block': 'Latin-1 and Latin letters',
            'last': 'ǳ',
            'entries':
                '|\u00a0 |¨ \u0308|ªa|¯ \u0304|²2|³3|´ \u0301|µμ|¸ \u0327|¹1|ºo|¼1⁄4|½1⁄2|¾3⁄4' ~
                '|ĲIJ|ĳij|ĿL·|ŀl·|ŉʼn|ſs|ǄDŽ|ǅDž|ǆdž|ǇLJ|ǈLj|ǉlj|ǊNJ|ǋNj|ǌnj|ǱDZ|ǲDz|ǳdz|',
        },
        {
            'block': 'spacing marks, Greek',
            'last': 'ẛ',
            'entries':
                '|˘ \u0306|˙ \u0307|˚ \u030a|˛ \u0328|˝ \u030b|΄ \u0301|΅ \u0308\u0301|ẚaʾ|ẛṡ|',
        },
        {
            'block': 'spaces, punctuation, super- and subscripts',
            'last': '₨',
            'entries':
                '|\u2000 |\u2001 |\u2002 |\u2003 |\u2004 |\u2005 |\u2006 |\u2007 |\u2008 ' ~
                '|\u2009 |\u200a |\u2011\u2010|‗ \u0333|․.|‥..|…...|\u202f |″′′|‴′′′|‶‵‵|‷‵‵‵' ~
                '|‼!!|‾ \u0305|⁇??|⁈?!|⁉!?|⁗′′′′|\u205f |⁰0|ⁱi|⁴4|⁵5|⁶6|⁷7|⁸8|⁹9|⁺+|⁻−|⁼=|⁽(|⁾)' ~
                '|ⁿn|₀0|₁1|₂2|₃3|₄4|₅5|₆6|₇7|₈8|₉9|₊+|₋−|₌=|₍(|₎)|ₐa|ₑe|ₒo|ₓx|ₔə|ₕh|ₖk|ₗl|ₘm|ₙn' ~
                '|ₚp|ₛs|ₜt|₨Rs|',
        },
        {
            'block': 'letterlike symbols, fractions, Roman numerals',
            'last': '↉',
            'entries':
                '|℀a/c|℁a/s|ℂC|℃°C|℅c/o|℆c/u|ℇƐ|℉°F|ℊg|ℋH|ℌH|ℍH|ℎh|ℏħ|ℐI|ℑI|ℒL|ℓl|ℕN|№No|ℙP|ℚQ' ~
                '|ℛR|ℜR|ℝR|℠SM|℡TEL|™TM|ℤZ|ℨZ|ℬB|ℭC|ℯe|ℰE|ℱF|ℳM|ℴo|ℵ\u05d0|ℶ\u05d1|ℷ\u05d2' ~
                '|ℸ\u05d3|ℹi|℻FAX|ℼπ|ℽγ|ℾΓ|ℿΠ|⅀∑|ⅅD|ⅆd|ⅇe|ⅈi|ⅉj|⅐1⁄7|⅑1⁄9|⅒1⁄10|⅓1⁄3|⅔2⁄3|⅕1⁄5' ~
                '|⅖2⁄5|⅗3⁄5|⅘4⁄5|⅙1⁄6|⅚5⁄6|⅛1⁄8|⅜3⁄8|⅝5⁄8|⅞7⁄8|⅟1⁄|ⅠI|ⅡII|ⅢIII|ⅣIV|ⅤV|ⅥVI|ⅦVII' ~
                '|ⅧVIII|ⅨIX|ⅩX|ⅪXI|ⅫXII|ⅬL|ⅭC|ⅮD|ⅯM|ⅰi|ⅱii|ⅲiii|ⅳiv|ⅴv|ⅵvi|ⅶvii|ⅷviii|ⅸix|ⅹx' ~
                '|ⅺxi|ⅻxii|ⅼl|ⅽc|ⅾd|ⅿm|↉0⁄3|',
        },
        {
            'block': 'circled, parenthesised and dotted numbers and letters',
            'last': '⓪',
            'entries':
                '|∬∫∫|①1|②2|③3|④4|⑤5|⑥6|⑦7|⑧8|⑨9|⑩10|⑪11|⑫12|⑬13|⑭14|⑮15|⑯16|⑰17|⑱18|⑲19|⑳20' ~
                '|⑴(1)|⑵(2)|⑶(3)|⑷(4)|⑸(5)|⑹(6)|⑺(7)|⑻(8)|⑼(9)|⑽(10)|⑾(11)|⑿(12)|⒀(13)|⒁(14)' ~
                '|⒂(15)|⒃(16)|⒄(17)|⒅(18)|⒆(19)|⒇(20)|⒈1.|⒉2.|⒊3.|⒋4.|⒌5.|⒍6.|⒎7.|⒏8.|⒐9.|⒑10.' ~
                '|⒒11.|⒓12.|⒔13.|⒕14.|⒖15.|⒗16.|⒘17.|⒙18.|⒚19.|⒛20.|⒜(a)|⒝(b)|⒞(c)|⒟(d)|⒠(e)' ~
                '|⒡(f)|⒢(g)|⒣(h)|⒤(i)|⒥(j)|⒦(k)|⒧(l)|⒨(m)|⒩(n)|⒪(o)|⒫(p)|⒬(q)|⒭(r)|⒮(s)|⒯(t)' ~
                '|⒰(u)|⒱(v)|⒲(w)|⒳(x)|⒴(y)|⒵(z)|ⒶA|ⒷB|ⒸC|ⒹD|ⒺE|ⒻF|ⒼG|ⒽH|ⒾI|ⒿJ|ⓀK|ⓁL|ⓂM|ⓃN|ⓄO|ⓅP' ~
                '|ⓆQ|ⓇR|ⓈS|ⓉT|ⓊU|ⓋV|ⓌW|ⓍX|ⓎY|ⓏZ|ⓐa|ⓑb|ⓒc|ⓓd|ⓔe|ⓕf|ⓖg|ⓗh|ⓘi|ⓙj|ⓚk|ⓛl|ⓜm|ⓝn|ⓞo|ⓟp' ~
                '|ⓠq|ⓡr|ⓢs|ⓣt|ⓤu|ⓥv|ⓦw|ⓧx|ⓨy|ⓩz|⓪0|',
        },
        {
            'block': 'radicals',
            'last': '⿕',
            'entries':
                '|⺟母|⻳龟|⼀一|⼁丨|⼂丶|⼃丿|⼄乙|⼅亅|⼆二|⼇亠|⼈人|⼉儿|⼊入|⼋八|⼌冂' ~
                '|⼍冖|⼎冫|⼏几|⼐凵|⼑刀|⼒力|⼓勹|⼔匕|⼕匚|⼖匸|⼗十|⼘卜|⼙卩|⼚厂|⼛厶' ~
                '|⼜又|⼝口|⼞囗|⼟土|⼠士|⼡夂|⼢夊|⼣夕|⼤大|⼥女|⼦子|⼧宀|⼨寸|⼩小|⼪尢' ~
                '|⼫尸|⼬屮|⼭山|⼮巛|⼯工|⼰己|⼱巾|⼲干|⼳幺|⼴广|⼵廴|⼶廾|⼷弋|⼸弓|⼹彐' ~
                '|⼺彡|⼻彳|⼼心|⼽戈|⼾戶|⼿手|⽀支|⽁攴|⽂文|⽃斗|⽄斤|⽅方|⽆无|⽇日|⽈曰' ~
                '|⽉月|⽊木|⽋欠|⽌止|⽍歹|⽎殳|⽏毋|⽐比|⽑毛|⽒氏|⽓气|⽔水|⽕火|⽖爪|⽗父' ~
                '|⽘爻|⽙爿|⽚片|⽛牙|⽜牛|⽝犬|⽞玄|⽟玉|⽠瓜|⽡瓦|⽢甘|⽣生|⽤用|⽥田|⽦疋' ~
                '|⽧疒|⽨癶|⽩白|⽪皮|⽫皿|⽬目|⽭矛|⽮矢|⽯石|⽰示|⽱禸|⽲禾|⽳穴|⽴立|⽵竹' ~
                '|⽶米|⽷糸|⽸缶|⽹网|⽺羊|⽻羽|⽼老|⽽而|⽾耒|⽿耳|⾀聿|⾁肉|⾂臣|⾃自|⾄至' ~
                '|⾅臼|⾆舌|⾇舛|⾈舟|⾉艮|⾊色|⾋艸|⾌虍|⾍虫|⾎血|⾏行|⾐衣|⾑襾|⾒見|⾓角' ~
                '|⾔言|⾕谷|⾖豆|⾗豕|⾘豸|⾙貝|⾚赤|⾛走|⾜足|⾝身|⾞車|⾟辛|⾠辰|⾡辵|⾢邑' ~
                '|⾣酉|⾤釆|⾥里|⾦金|⾧長|⾨門|⾩阜|⾪隶|⾫隹|⾬雨|⾭靑|⾮非|⾯面|⾰革|⾱韋' ~
                '|⾲韭|⾳音|⾴頁|⾵風|⾶飛|⾷食|⾸首|⾹香|⾺馬|⾻骨|⾼高|⾽髟|⾾鬥|⾿鬯|⿀鬲' ~
                '|⿁鬼|⿂魚|⿃鳥|⿄鹵|⿅鹿|⿆麥|⿇麻|⿈黃|⿉黍|⿊黑|⿋黹|⿌黽|⿍鼎|⿎鼓|⿏鼠' ~
                '|⿐鼻|⿑齊|⿒齒|⿓龍|⿔龜|⿕龠|',
        },
        {
            'block': 'ideographic space, kana ligatures, Hangul letters',
            'last': 'ㆎ',
            'entries':
                '|\u3000 |〶〒|〸十|〹卄|〺卅|゛ \u3099|゜ \u309a|ゟより|ヿコト|ㄱᄀ|ㄲᄁ|ㄳᆪ' ~
                '|ㄴᄂ|ㄵᆬ|ㄶᆭ|ㄷᄃ|ㄸᄄ|ㄹᄅ|ㄺᆰ|ㄻᆱ|ㄼᆲ|ㄽᆳ|ㄾᆴ|ㄿᆵ|ㅀᄚ|ㅁᄆ|ㅂᄇ|ㅃᄈ|ㅄᄡ' ~
                '|ㅅᄉ|ㅆᄊ|ㅇᄋ|ㅈᄌ|ㅉᄍ|ㅊᄎ|ㅋᄏ|ㅌᄐ|ㅍᄑ|ㅎᄒ|ㅏᅡ|ㅐᅢ|ㅑᅣ|ㅒᅤ|ㅓᅥ|ㅔᅦ|ㅕᅧ' ~
                '|ㅖᅨ|ㅗᅩ|ㅘᅪ|ㅙᅫ|ㅚᅬ|ㅛᅭ|ㅜᅮ|ㅝᅯ|ㅞᅰ|ㅟᅱ|ㅠᅲ|ㅡᅳ|ㅢᅴ|ㅣᅵ|\u3164\u1160|ㅥᄔ' ~
                '|ㅦᄕ|ㅧᇇ|ㅨᇈ|ㅩᇌ|ㅪᇎ|ㅫᇓ|ㅬᇗ|ㅭᇙ|ㅮᄜ|ㅯᇝ|ㅰᇟ|ㅱᄝ|ㅲᄞ|ㅳᄠ|ㅴᄢ|ㅵᄣ|ㅶᄧ' ~
                '|ㅷᄩ|ㅸᄫ|ㅹᄬ|ㅺᄭ|ㅻᄮ|ㅼᄯ|ㅽᄲ|ㅾᄶ|ㅿᅀ|ㆀᅇ|ㆁᅌ|ㆂᇱ|ㆃᇲ|ㆄᅗ|ㆅᅘ|ㆆᅙ' ~
                '|ㆇᆄ|ㆈᆅ|ㆉᆈ|ㆊᆑ|ㆋᆒ|ㆌᆔ|ㆍᆞ|ㆎᆡ|',
        },
        {
            'block': 'marks of kanbun',
            'last': '㆟',
            'entries':
                '|㆒一|㆓二|㆔三|㆕四|㆖上|㆗中|㆘下|㆙甲|㆚乙|㆛丙|㆜丁|㆝天|㆞地|㆟人|',
        },
        {
            'block': 'parenthesised ideographs, Hangul',
            'last': '㉾',
            'entries':
                '|㈀(ᄀ)|㈁(ᄂ)|㈂(ᄃ)|㈃(ᄅ)|㈄(ᄆ)|㈅(ᄇ)|㈆(ᄉ)|㈇(ᄋ)|㈈(ᄌ)|㈉(ᄎ)|㈊(ᄏ)' ~
                '|㈋(ᄐ)|㈌(ᄑ)|㈍(ᄒ)|㈎(가)|㈏(나)|㈐(다)|㈑(라)|㈒(마)|㈓(바)|㈔(사)|㈕(아)' ~
                '|㈖(자)|㈗(차)|㈘(카)|㈙(타)|㈚(파)|㈛(하)|㈜(주)|㈝(오전)|㈞(오후)|㈠(一)' ~
                '|㈡(二)|㈢(三)|㈣(四)|㈤(五)|㈥(六)|㈦(七)|㈧(八)|㈨(九)|㈩(十)|㈪(月)|㈫(火)' ~
                '|㈬(水)|㈭(木)|㈮(金)|㈯(土)|㈰(日)|㈱(株)|㈲(有)|㈳(社)|㈴(名)|㈵(特)|㈶(財)' ~
                '|㈷(祝)|㈸(労)|㈹(代)|㈺(呼)|㈻(学)|㈼(監)|㈽(企)|㈾(資)|㈿(協)|㉀(祭)|㉁(休)' ~
                '|㉂(自)|㉃(至)|㉄問|㉅幼|㉆文|㉇箏|㉐PTE|㉑21|㉒22|㉓23|㉔24|㉕25|㉖26|㉗27' ~
                '|㉘28|㉙29|㉚30|㉛31|㉜32|㉝33|㉞34|㉟35|㉠ᄀ|㉡ᄂ|㉢ᄃ|㉣ᄅ|㉤ᄆ|㉥ᄇ|㉦ᄉ' ~
                '|㉧ᄋ|㉨ᄌ|㉩ᄎ|㉪ᄏ|㉫ᄐ|㉬ᄑ|㉭ᄒ|㉮가|㉯나|㉰다|㉱라|㉲마|㉳바|㉴사|㉵아' ~
                '|㉶자|㉷차|㉸카|㉹타|㉺파|㉻하|㉼참고|㉽주의|㉾우|',
        },
        {
            'block': 'circled ideographs and katakana, months, eras',
            'last': '㋿',
            'entries':
                '|㊀一|㊁二|㊂三|㊃四|㊄五|㊅六|㊆七|㊇八|㊈九|㊉十|㊊月|㊋火|㊌水|㊍木|㊎金' ~
                '|㊏土|㊐日|㊑株|㊒有|㊓社|㊔名|㊕特|㊖財|㊗祝|㊘労|㊙秘|㊚男|㊛女|㊜適|㊝優' ~
                '|㊞印|㊟注|㊠項|㊡休|㊢写|㊣正|㊤上|㊥中|㊦下|㊧左|㊨右|㊩医|㊪宗|㊫学|㊬監' ~
                '|㊭企|㊮資|㊯協|㊰夜|㊱36|㊲37|㊳38|㊴39|㊵40|㊶41|㊷42|㊸43|㊹44|㊺45|㊻46' ~
                '|㊼47|㊽48|㊾49|㊿50|㋀1月|㋁2月|㋂3月|㋃4月|㋄5月|㋅6月|㋆7月|㋇8月|㋈9月' ~
                '|㋉10月|㋊11月|㋋12月|㋌Hg|㋍erg|㋎eV|㋏LTD|㋐ア|㋑イ|㋒ウ|㋓エ|㋔オ|㋕カ|㋖キ' ~
                '|㋗ク|㋘ケ|㋙コ|㋚サ|㋛シ|㋜ス|㋝セ|㋞ソ|㋟タ|㋠チ|㋡ツ|㋢テ|㋣ト|㋤ナ|㋥ニ' ~
                '|㋦ヌ|㋧ネ|㋨ノ|㋩ハ|㋪ヒ|㋫フ|㋬ヘ|㋭ホ|㋮マ|㋯ミ|㋰ム|㋱メ|㋲モ|㋳ヤ|㋴ユ' ~
                '|㋵ヨ|㋶ラ|㋷リ|㋸ル|㋹レ|㋺ロ|㋻ワ|㋼ヰ|㋽ヱ|㋾ヲ|㋿令和|',
        },
        {
            'block': 'squared words',
            'last': '㍿',
            'entries':
                '|㌀アパート|㌁アルファ|㌂アンペア|㌃アール|㌄イニング|㌅インチ|㌆ウォン' ~
                '|㌇エスクード|㌈エーカー|㌉オンス|㌊オーム|㌋カイリ|㌌カラット|㌍カロリー' ~
                '|㌎ガロン|㌏ガンマ|㌐ギガ|㌑ギニー|㌒キュリー|㌓ギルダー|㌔キロ|㌕キログラム' ~
                '|㌖キロメートル|㌗キロワット|㌘グラム|㌙グラムトン|㌚クルゼイロ|㌛クローネ' ~
                '|㌜ケース|㌝コルナ|㌞コーポ|㌟サイクル|㌠サンチーム|㌡シリング|㌢センチ' ~
                '|㌣セント|㌤ダース|㌥デシ|㌦ドル|㌧トン|㌨ナノ|㌩ノット|㌪ハイツ|㌫パーセント' ~
                '|㌬パーツ|㌭バーレル|㌮ピアストル|㌯ピクル|㌰ピコ|㌱ビル|㌲ファラッド' ~
                '|㌳フィート|㌴ブッシェル|㌵フラン|㌶ヘクタール|㌷ペソ|㌸ペニヒ|㌹ヘルツ' ~
                '|㌺ペンス|㌻ページ|㌼ベータ|㌽ポイント|㌾ボルト|㌿ホン|㍀ポンド|㍁ホール' ~
                '|㍂ホーン|㍃マイクロ|㍄マイル|㍅マッハ|㍆マルク|㍇マンション|㍈ミクロン|㍉ミリ' ~
                '|㍊ミリバール|㍋メガ|㍌メガトン|㍍メートル|㍎ヤード|㍏ヤール|㍐ユアン' ~
                '|㍑リットル|㍒リラ|㍓ルピー|㍔ルーブル|㍕レム|㍖レントゲン|㍗ワット|㍘0点' ~
                '|㍙1点|㍚2点|㍛3点|㍜4点|㍝5点|㍞6点|㍟7点|㍠8点|㍡9点|㍢10点|㍣11点|㍤12点' ~
                '|㍥13点|㍦14点|㍧15点|㍨16点|㍩17点|㍪18点|㍫19点|㍬20点|㍭21点|㍮22点|㍯23点' ~
                '|㍰24点|㍱hPa|㍲da|㍳AU|㍴bar|㍵oV|㍶pc|㍷dm|㍸dm2|㍹dm3|㍺IU|㍻平成|㍼昭和' ~
                '|㍽大正|㍾明治|㍿株式会社|',
        },
        {
            'block': 'squared units, days',
            'last': '㏿',
            'entries':
                '|㎀pA|㎁nA|㎂μA|㎃mA|㎄kA|㎅KB|㎆MB|㎇GB|㎈cal|㎉kcal|㎊pF|㎋nF|㎌μF|㎍μg|㎎mg' ~
                '|㎏kg|㎐Hz|㎑kHz|㎒MHz|㎓GHz|㎔THz|㎕μl|㎖ml|㎗dl|㎘kl|㎙fm|㎚nm|㎛μm|㎜mm' ~
                '|㎝cm|㎞km|㎟mm2|㎠cm2|㎡m2|㎢km2|㎣mm3|㎤cm3|㎥m3|㎦km3|㎧m∕s|㎨m∕s2|㎩Pa' ~
                '|㎪kPa|㎫MPa|㎬GPa|㎭rad|㎮rad∕s|㎯rad∕s2|㎰ps|㎱ns|㎲μs|㎳ms|㎴pV|㎵nV|㎶μV' ~
                '|㎷mV|㎸kV|㎹MV|㎺pW|㎻nW|㎼μW|㎽mW|㎾kW|㎿MW|㏀kΩ|㏁MΩ|㏂a.m.|㏃Bq|㏄cc|㏅cd' ~
                '|㏆C∕kg|㏇Co.|㏈dB|㏉Gy|㏊ha|㏋HP|㏌in|㏍KK|㏎KM|㏏kt|㏐lm|㏑ln|㏒log|㏓lx' ~
                '|㏔mb|㏕mil|㏖mol|㏗PH|㏘p.m.|㏙PPM|㏚PR|㏛sr|㏜Sv|㏝Wb|㏞V∕m|㏟A∕m|㏠1日' ~
                '|㏡2日|㏢3日|㏣4日|㏤5日|㏥6日|㏦7日|㏧8日|㏨9日|㏩10日|㏪11日|㏫12日|㏬13日' ~
                '|㏭14日|㏮15日|㏯16日|㏰17日|㏱18日|㏲19日|㏳20日|㏴21日|㏵22日|㏶23日|㏷24日' ~
                '|㏸25日|㏹26日|㏺27日|㏻28日|㏼29日|㏽30日|㏾31日|㏿gal|',
        },
        {
            'block': 'Latin ligatures, vertical and small forms',
            'last': '﹫',
            'entries':
                '|ﬀff|ﬁfi|ﬂfl|ﬃffi|ﬄffl|ﬅst|ﬆst|︐,|︑、|︒。|︓:|︔;|︕!|︖?|︗〖|︘〗|︙...' ~
                '|︰..|︱—|︲–|︳_|︴_|︵(|︶)|︷{|︸}|︹〔|︺〕|︻【|︼】|︽《|︾》|︿〈|﹀〉' ~
                '|﹁「|﹂」|﹃『|﹄』|﹇[|﹈]|﹉ \u0305|﹊ \u0305|﹋ \u0305|﹌ \u0305|﹍_|﹎_' ~
                '|﹏_|﹐,|﹑、|﹒.|﹔;|﹕:|﹖?|﹗!|﹘—|﹙(|﹚)|﹛{|﹜}|﹝〔|﹞〕|﹟#|﹠&|﹡*' ~
                '|﹢+|﹣-|﹤<|﹥>|﹦=|﹨\\|﹩$|﹪%|﹫@|',
        },
        {
            'block': 'full-width signs, half-width Hangul',
            'last': '￮',
            'entries':
                '|｟⦅|｠⦆|\uffa0\u1160|ﾡᄀ|ﾢᄁ|ﾣᆪ|ﾤᄂ|ﾥᆬ|ﾦᆭ|ﾧᄃ|ﾨᄄ|ﾩᄅ|ﾪᆰ|ﾫᆱ|ﾬᆲ|ﾭᆳ|ﾮᆴ|ﾯᆵ|ﾰᄚ' ~
                '|ﾱᄆ|ﾲᄇ|ﾳᄈ|ﾴᄡ|ﾵᄉ|ﾶᄊ|ﾷᄋ|ﾸᄌ|ﾹᄍ|ﾺᄎ|ﾻᄏ|ﾼᄐ|ﾽᄑ|ﾾᄒ|ￂᅡ|ￃᅢ|ￄᅣ|ￅᅤ|ￆᅥ|ￇᅦ|ￊᅧ' ~
                '|ￋᅨ|ￌᅩ|ￍᅪ|ￎᅫ|ￏᅬ|ￒᅭ|ￓᅮ|ￔᅯ|ￕᅰ|ￖᅱ|ￗᅲ|ￚᅳ|ￛᅴ|ￜᅵ|￠¢|￡£|￢¬|￣ \u0304|￤¦|￥¥|￦₩' ~
                '|￨│|￩←|￪↑|￫→|￬↓|￭■|￮○|',
        },
        {
            'block': 'enclosed letters and ideographs, other planes',
            'last': '🉑',
            'entries':
                '|🄀0.|🄁0,|🄂1,|🄃2,|🄄3,|🄅4,|🄆5,|🄇6,|🄈7,|🄉8,|🄊9,|🄐(A)|🄑(B)|🄒(C)|🄓(D)|🄔(E)|🄕(F)' ~
                '|🄖(G)|🄗(H)|🄘(I)|🄙(J)|🄚(K)|🄛(L)|🄜(M)|🄝(N)|🄞(O)|🄟(P)|🄠(Q)|🄡(R)|🄢(S)|🄣(T)|🄤(U)' ~
                '|🄥(V)|🄦(W)|🄧(X)|🄨(Y)|🄩(Z)|🄪〔S〕|🄫C|🄬R|🄭CD|🄮WZ|🄰A|🄱B|🄲C|🄳D|🄴E|🄵F|🄶G|🄷H|🄸I|🄹J' ~
                '|🄺K|🄻L|🄼M|🄽N|🄾O|🄿P|🅀Q|🅁R|🅂S|🅃T|🅄U|🅅V|🅆W|🅇X|🅈Y|🅉Z|🅊HV|🅋MV|🅌SD|🅍SS|🅎PPV|🅏WC|🅪MC' ~
                '|🅫MD|🅬MR|🆐DJ|🈀ほか|🈁ココ|🈂サ|🈐手|🈑字|🈒双|🈓デ|🈔二|🈕多|🈖解|🈗天|🈘交' ~
                '|🈙映|🈚無|🈛料|🈜前|🈝後|🈞再|🈟新|🈠初|🈡終|🈢生|🈣販|🈤声|🈥吹|🈦演|🈧投' ~
                '|🈨捕|🈩一|🈪三|🈫遊|🈬左|🈭中|🈮右|🈯指|🈰走|🈱打|🈲禁|🈳空|🈴合|🈵満|🈶有' ~
                '|🈷月|🈸申|🈹割|🈺営|🈻配|🉀〔本〕|🉁〔三〕|🉂〔二〕|🉃〔安〕|🉄〔点〕' ~
                '|🉅〔打〕|🉆〔盗〕|🉇〔勝〕|🉈〔敗〕|🉐得|🉑可|',
        },
    ]) }}
{%- endmacro %}
