-- Promise: patterns, case, JSON, keys and joined texts are the same on every engine.
{% set params -%}
    '[{"key": "page", "value": {"string_value": "/価格"}}, {"key": "ms", "value": {"int_value": 120}}]'
{%- endset %}
with vectors (what, found, expected) as (

    {% for what, expression, expected in [
        ('full width in lower case', "lower('ＡＢＣ Ｄ')", "'ａｂｃ ｄ'"),
        ('full width in upper case', "upper('ｘｙｚ')", "'ＸＹＺ'"),
        ('compatibility forms', nfkc("'㈱キズナ ﾊﾞﾝｸ ①'"), "'(株)キズナ バンク 1'"),
        ('marks are joined', nfc("'か\u3099'"), "'が'"),
        ('length in characters', "cast(length('絆𠮷') as string)", "'2'"),
        ('characters one by one', each_character("'絆𠮷a'", 'one', "one || '|'"), "'絆|𠮷|a|'"),
        ('text that joins nothing', "'a' || cast(null as string)", 'null'),
        ('concat_ws leaves NULL out', "concat_ws('-', 'a', cast(null as string), 'b')", "'a-b'"),
        ('text constants', text_literal("it's a \\d"), "'it''s a ' || chr(92) || 'd'"),
        ('digits are ASCII', first_match("'１２3'", '([0-9]+)'), "'3'"),
        ('letters of any script', replace_matches("'絆-1!'", '[^\\p{L}\\p{N}]', ''), "'絆1'"),
        ('the end is the end', first_match("'a' || chr(10)", '(a)$'), 'null'),
        ('a bracket in a class', replace_matches("'[a&&b]'", '[[&]', ''), "'ab]'"),
        ('no group', first_match("'b'", '(a)'), 'null'),
        ('a dollar put in', replace_matches("'aa'", 'a', '$1'), "'$1$1'"),
        ('a number of JSON', json_text("'{\"a\": {\"b\": 1}}'", '$.a.b'), "'1'"),
        ('no JSON', json_text("'{\"a\": '", '$.a'), 'null'),
        ('null of JSON', json_text("'{\"a\": null}'", '$.a'), 'null'),
        ('a parameter', json_param(params, 'page'), "'/価格'"),
        ('a parameter that is a number', json_param(params, 'ms'), "'120'"),
        ('no such parameter', json_param(params, 'none'), 'null'),
        ('no parameters', json_param("'[]'", 'page'), 'null'),
        ('a member', json_member("'{\"設問 1/2~\": \"９\"}'", "'設問 1/2~'"), "'９'"),
        ('a member of any name', json_member("'{\"a\": 1, \"*\": 2}'", "'*'"), "'2'"),
        ('a name with a dot', json_member("'{\"a\": {\"b\": 1}, \"a.b\": 2}'", "'a.b'"), "'2'"),
        ('a name in quotes', json_member(text_literal('{"\\"a\\"": 1}'), "chr(34) || 'a' || chr(34)"), "'1'"),
        ('a member that is null', json_member("'{\"a\": null}'", "'a'"), 'null'),
        ('a member that is an object', json_member("'{\"a\":{\"b\":1}}'", "'a'"), "'{\"b\":1}'"),
        ('a member of a member', json_member(json_member("'{\"a\": {\"b\": 1}}'", "'a'"), "'b'"), "'1'"),
        ('no such member', json_member("'{\"a\": 1}'", "'b'"), 'null'),
        ('no object', json_member("'[1]'", "'0'"), 'null'),
        ('no JSON with members', json_member("'{\"a\": '", "'a'"), 'null'),
        ('a part', part_of("'a@b.example'", '@', 2), "'b.example'"),
        ('an empty part', part_of("'a@'", '@', 2), 'null'),
        ('no such part', part_of("'a'", '@', 2), 'null'),
        ('a part of nothing', part_of('cast(null as string)', '@', 1), 'null'),
        ('a hash', sha256_hex("'絆'"), "'7c27776ab537ef85618edd8ef82301e4f7cc796923c2722764d7fb4a51f959c7'"),
    ] %}
        select
            {{ text_literal(what) }} as what,
            {{ expression }} as found,
            cast({{ expected }} as string) as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    what,
    found,
    expected

from vectors
where found is distinct from expected
