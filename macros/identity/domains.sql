{# The host of a web address, as people write one: without scheme, user, www., port, path and closing
   dot; NULL for what names no host of a domain (one label, an IP address, free text). An e-mail
   address gives the host behind its @. #}
{% macro host_of(text) -%}
    {%- set host = "replace(lower(" ~ nfkc(text) ~ "), '。', '.')" -%}
    {%- set host = first_match(
        host,
        '^[ \\t-\\r]*(?:mailto:|[a-z][a-z0-9+.-]*:/+|//)?(?:[^/?# @]*@)?([^/?#:@\\\\ \\t-\\r]+)'
    ) -%}
    {%- set host = replace_matches(host, '[.]+$', '') -%}
    {# www. belongs to the name where a single label would be left: www.ck is one that is registered. #}
    {%- set host = first_match(host, '^(?:www[0-9]?[.])?([^.]+[.].*)$') -%}
    {{ with_value(
        'host',
        host,
        'case when ' ~ has_match('host', '^[^.!-,/:-@[-^`{-~]+(?:[.][^.!-,/:-@[-^`{-~]+)+$')
        ~ ' and not ' ~ has_match('host', '^[0-9.]+$') ~ ' then host end'
    ) }}
{%- endmacro %}
