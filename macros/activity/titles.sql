{# A title as two tools may write it: width, case, blanks, brackets and punctuation are no difference.
   NULL where nothing is left. `title` is a column. #}
{% macro normalised_title(title) -%}
    nullif({{ replace_matches('lower(' ~ nfkc(title) ~ ')', '[^\\p{L}\\p{N}]', '') }}, '')
{%- endmacro %}


{# An id as two tools may write it: without blanks, and a recurring webinar's without its start. #}
{% macro normalised_id(id) -%}
    nullif(lower(replace({{ part_of(id, '@', 1) }}, ' ', '')), '')
{%- endmacro %}
