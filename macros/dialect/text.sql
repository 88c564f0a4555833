{# Full-width ASCII (！ to ～) and the full-width blank in half width. #}
{% macro half_width(text) -%}
    {%- set wide -%}
        ！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？
        ＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿
        ｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～
    {%- endset -%}
    {%- set narrow -%}
        !"#$%&''()*+,-./0123456789:;<=>?
        @ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_
        `abcdefghijklmnopqrstuvwxyz{|}~
    {%- endset -%}
    translate({{ text }}, '{{ wide.split() | join }}　', '{{ narrow.split() | join }} ')
{%- endmacro %}


{# An e-mail address as an identity: half width, lower case, no blanks around it; plus-tags and
   dots are kept, since they are different addresses. Text without an @ is no address. #}
{% macro normalised_email(text) -%}
    case when {{ text }} like '%_@_%' then lower(trim({{ half_width(text) }})) end
{%- endmacro %}


{% macro email_domain(email) -%}
    split_part({{ email }}, '@', 2)
{%- endmacro %}
