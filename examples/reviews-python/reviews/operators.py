"""Operators' commands, by way of core (clauses 10.3 to 10.5, and 16.2)."""

import json
from uuid import UUID

from . import environment as env
from .database import transaction

LETTER = f"""
  dead_letter as id, org, '{env.NAME}' as plugin, handler, event->>'type' as type,
  case when dead_at is not null then 'dead' when done_at is not null then 'done' else 'waiting' end as state, attempts,
  taken_at as "firstTriedAt", tried_at as "lastTriedAt", error_code as code, error_message as message"""
LIST = f"select {LETTER} from inbox where dead_letter is not null and done_at is null order by tried_at desc limit 1000"
SHOW = f"select {LETTER}, (event->'data')::text as data, replays from inbox where dead_letter = %s"
REPLAY = f"""
  with raised as (
    update inbox set dead_at = null, attempts = 0, due_at = now(), replays = replays || jsonb_build_object('at', now(),
        'by', %s::text, 'reason', %s::text, 'error', jsonb_build_object('code', error_code, 'message', error_message))
     where dead_letter = %s and dead_at is not null
    returning *)
  insert into outbox (org, id, subject, type, actor, request_id, data, created_at, repeats)
  select org, gen_random_uuid(), 'vault.' || org || '.hook.{env.NAME}.replay.' || regexp_replace(event->>'type', '\\.v\\d+$', ''),
         event->>'type', (event->>'actor')::uuid, event->>'requestId', event->'data', (event->>'time')::timestamptz,
         jsonb_build_object('id', message_id, 'source', event->>'source', 'plugin', '{env.NAME}', 'handler', handler)
    from raised"""
SWITCH = f"""
  select '{env.NAME}' as id, '{env.NAME}' as plugin, coalesce(is_on, true) as "isOn", changed_at as "changedAt", 0 as waiting,
         coalesce(forgotten, '{{}}') as forgotten
    from (select) as one left join plugin_switch on true"""
TURN = """
  insert into plugin_switch (org, is_on, version) values (%s, %s, 1)
  on conflict (org) do update set is_on = excluded.is_on, version = plugin_switch.version + 1,
    changed_at = clock_timestamp(), forgotten = case when excluded.is_on then plugin_switch.forgotten else '{}' end
    where plugin_switch.is_on <> excluded.is_on"""


async def perform(org: str, command: dict) -> object:
    async with transaction(org) as open_:

        async def first(sql: str, values: list | None = None):
            return await (await open_.execute(sql, values)).fetchone()

        match command["verb"]:
            case "list-sagas":
                return []
            case "list-dead-letters":
                return await (await open_.execute(LIST)).fetchall()
            case "show-dead-letter":
                return await first(SHOW, [UUID(command["id"])])
            case "replay-dead-letter":
                await open_.execute(REPLAY, [command["by"], command["reason"], UUID(command["id"])])
                return await first(SHOW, [UUID(command["id"])])
            case "read-switch":
                return await first(SWITCH)
            case "turn-on" | "turn-off" as verb:
                await open_.execute(TURN, [org, verb == "turn-on"])
                return await first(SWITCH)
            case verb:
                raise ValueError(f"{env.NAME} knows no {verb}.")


async def answer(org: str, body: bytes) -> bytes:
    try:
        said = {"plugin": env.NAME, "result": await perform(org, json.loads(body))}
    except (KeyError, ValueError) as error:
        said = {"plugin": env.NAME, "code": "BAD_USER_INPUT", "message": str(error)}
    return json.dumps(said, default=str).encode()
