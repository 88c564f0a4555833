{# What somebody did who responded to a campaign, by the campaign's channel and the member's status.
   The words are the organisations' own. A status that says neither of a webinar or an event, such as
   "responded", may mean that the person registered, or that they came. `words` is a column with the
   status in half width and lower case. #}
{% macro campaign_response_type(channel, words) -%}
    {%- set kinds = {
        'absent': [
            'no show', 'no-show', 'noshow', 'not attend', 'did not', 'absent', 'cancel', '欠席',
            '不参加', '未参加', '未視聴', 'キャンセル'
        ],
        'attended': [
            'attend', 'participat', 'visited', 'joined', 'on-demand', 'on demand', 'watched',
            '参加', '出席', '来場', '視聴', '聴講'
        ],
        'registered': [
            'regist', 'sign', 'rsvp', '申込', '申し込', '申込み', '登録', '予約'
        ],
        'downloaded': ['download', 'ダウンロード', '資料請求'],
        'replied': ['repl', '返信'],
    } -%}
    {%- set said = {} -%}
    {%- for kind, texts in kinds.items() -%}
        {%- set tests = [] -%}
        {%- for text in texts -%}
            {%- do tests.append(words ~ " like '%" ~ text ~ "%'") -%}
        {%- endfor -%}
        {%- do said.update({kind: '(' ~ tests | join(' or ') ~ ')'}) -%}
    {%- endfor -%}
    case
        {%- for kind in ['webinar', 'event'] %}
        when {{ channel }} = '{{ kind }}' and ({{ said.absent }} or {{ said.registered }})
            and not ({{ said.attended }} and not {{ said.absent }})
            then '{{ kind }}_registered'
        when {{ channel }} = '{{ kind }}' and {{ said.attended }} then '{{ kind }}_attended'
        when {{ channel }} = '{{ kind }}' then '{{ kind }}_responded'
        {%- endfor %}
        when {{ said.downloaded }} then 'content_downloaded'
        when {{ channel }} = 'email' and {{ said.replied }} then 'email_replied'
        when {{ channel }} = 'social' then 'social_responded'
        else 'campaign_responded'
    end
{%- endmacro %}
