-- Grain: one row per task and exported version. The subtype says whether a task logs a call or a
-- mail; exports that leave it out have the organisation's own type, or what telephony wrote. A call
-- whose result is told is connected unless the words say that nobody answered; one whose result is
-- not told is connected if it came in or lasted. A list mail is no mail of a person.
{% set unanswered = [
    'no answer', 'not answer', 'unanswered', 'no connect', 'not connect', 'unsuccessful', 'busy',
    'voicemail', 'voice mail', 'left message', 'wrong number', 'bad number', 'invalid number',
    'failed', 'cancel', '不在', '留守', '不通', '話中', '話し中', '応答なし', '応答無し', '出ず',
    'つながらず', '繋がらず', '未接続', '番号違い', '間違い', '使われて', 'キャンセル'
] %}
with tasks as (

    select
        id as task_id,
        account_id,
        who_id,
        owner_id,
        case when what_id like '701%' then what_id end as campaign_id,
        lower(task_subtype) as task_subtype,
        lower({{ nfkc('type') }}) as task_type,
        email_message_id,
        lower(call_type) as call_type,
        lower({{ nfkc('call_disposition') }}) as call_disposition,
        call_duration_in_seconds,
        coalesce(is_closed, false) and not coalesce(is_recurrence, false) as is_done,
        coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
        coalesce(
            completed_date_time, {{ day_start_utc('activity_date') }}, created_date
        ) as done_at,
        {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

    from {{ source('salesforce', 'task') }}

),

kinds as (

    select
        tasks.*,
        case
            when call_type = 'internal' then 'other'
            when task_subtype = 'call' then 'call'
            when task_subtype in ('email', 'linkedin') then 'message'
            when task_subtype = 'listemail' then 'other'
            when task_type in ('call', '電話', '通話', '架電', 'コール', 'テレアポ') then 'call'
            when task_type in ('email', 'e-mail', 'メール', 'eメール') then 'message'
            when email_message_id is not null then 'message'
            when
                call_type is not null
                or call_disposition is not null
                or call_duration_in_seconds is not null
                then 'call'
            else 'other'
        end as kind,
        case
            {% for words in unanswered -%}
                when call_disposition like '%{{ words }}%' then false
            {% endfor -%}
            when call_disposition is not null then true
            else coalesce(call_type = 'inbound' or call_duration_in_seconds > 0, false)
        end as is_connected

    from tasks

)

select
    task_id,
    account_id,
    who_id,
    owner_id,
    campaign_id,
    case
        when kind = 'message' then 'message_sent'
        when kind = 'call' and is_connected then 'call_connected'
        when kind = 'call' then 'call_attempted'
    end as event_type,
    is_done,
    is_deleted,
    done_at,
    {{ lineage_columns() | join(',\n    ') }}

from kinds
