"""Operators' commands, by way of core (clauses 10.3 to 10.5)."""

import json
from uuid import UUID, uuid4

from . import environment as env
from .database import transaction

LETTER = f"""
  dead_letter as id, org, '{env.NAME}' as plugin, handler, event->>'type' as type,
  case when dead_at is not null then 'dead' when done_at is not null then 'done' else 'waiting' end as state, attempts,
  taken_at as "firstTriedAt", tried_at as "lastTriedAt", error_code as code, error_message as message"""
LIST = f"""select {LETTER} from inbox where dead_letter is not null and done_at is null order by tried_at desc limit 1000"""
SHOW = f"""select {LETTER}, (event->'data')::text as data, replays from inbox where dead_letter = %s"""
RAISE = """
  update inbox set dead_at = null, attempts = 0, due_at = now(), replays = replays || jsonb_build_object('at', now(),
      'by', %s::text, 'reason', %s::text, 'error', jsonb_build_object('code', error_code, 'message', error_message))
   where dead_letter = %s and dead_at is not null
  returning org, message_id, handler, event"""
REPEAT = """
  insert into outbox (org, id, subject, type, actor, request_id, data, created_at, repeats)
  values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"""


class BadCommand(Exception):
    pass


async def perform(org: str, command: dict) -> object:
    verb = command.get("verb")
    if verb == "list-sagas":
        return []
    async with transaction(org) as open_:
        if verb == "list-dead-letters":
            return await (await open_.execute(LIST)).fetchall()
        if verb not in ("show-dead-letter", "replay-dead-letter"):
            raise BadCommand(f"Reviews knows no {verb}.")
        letter = UUID(command["id"])
        if verb == "replay-dead-letter":
            raised = await open_.execute(RAISE, [command["by"], command["reason"], letter])
            for row in await raised.fetchall():
                await open_.execute(REPEAT, repetition(row))
        return await (await open_.execute(SHOW, [letter])).fetchone()


def repetition(row: dict) -> list:
    event, org = row["event"], row["org"]
    topic = event["type"].rsplit(".v", 1)[0]
    repeats = {
        "id": str(row["message_id"]),
        "source": event["source"],
        "plugin": env.NAME,
        "handler": row["handler"],
    }
    return [
        org,
        uuid4(),
        f"vault.{org}.hook.{env.NAME}.replay.{topic}",
        event["type"],
        event["actor"],
        event["requestId"],
        json.dumps(event["data"]),
        event["time"],
        json.dumps(repeats),
    ]


async def answer(org: str, body: bytes) -> bytes:
    try:
        said = {"plugin": env.NAME, "result": await perform(org, json.loads(body))}
    except (BadCommand, KeyError, ValueError) as error:
        said = {"plugin": env.NAME, "code": "BAD_USER_INPUT", "message": str(error)}
    return json.dumps(said, default=str).encode()
