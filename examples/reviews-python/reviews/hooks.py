"""Hooks, the inbox and dead letters (chapters 8 to 10)."""

import json
import logging
import re
from dataclasses import dataclass
from urllib.parse import unquote
from uuid import UUID

from psycopg import AsyncConnection

from . import environment as env
from .database import transaction

HANDLER, TYPE, OWNER, TRIES = "forget-document", "entity.deleted.v1", "Core", 8
SUBJECT = re.compile(r"vault\.(?P<org>[^.]+)\.hook\.(?P<sender>[^.]+)\.(?P<replay>replay\.)?(?P<topic>.+)")
log = logging.getLogger(__name__)


class Misfit(Exception):
    pass


@dataclass(frozen=True)
class Message:
    id: UUID
    org: str
    topic: str
    only: tuple[str, str] | None
    event: dict
    """As a dead letter keeps it (clause 10.1)."""


def read(subject: str, headers: dict[str, str], body: bytes) -> Message:
    """Throws ValueError or KeyError if the envelope and the subject do not fit together (clause 8.3)."""
    place = SUBJECT.fullmatch(subject)
    source, plugin = headers["ce-source"].removeprefix("/"), headers.get("ce-plugin")
    only = (plugin, unquote(headers["ce-handler"])) if plugin else None
    sender = plugin if only and place and place["replay"] else source
    if place is None or (headers["ce-org"], sender) != (place["org"], place["sender"]):
        raise ValueError("the envelope names another org or sender than the subject")
    event = {
        "type": headers["ce-type"],
        "subject": subject,
        "source": source,
        "time": headers["ce-time"],
        "actor": headers["ce-actor"] or None,
        "requestId": headers["ce-requestid"],
        "data": json.loads(body),
    }
    return Message(UUID(headers["ce-id"]), place["org"], place["topic"], only, event)


def is_for_us(message: Message) -> bool:
    if message.only:
        return message.only == (env.NAME, HANDLER)
    return (message.event["type"], message.event["source"]) == (TYPE, OWNER)


async def forget_document(data: dict, open_: AsyncConnection) -> None:
    """It goes on while the plugin is off (clause 14.3), therefore nothing is ever set aside."""
    try:
        kind, entity = data["entityType"], UUID(data["entityId"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Misfit(str(error)) from error
    if kind == "Document":
        await open_.execute("delete from review where document_id = %s", [entity])


OF_KEY = "org = %s and message_id = %s and handler = %s"
CLAIM = """
  insert into inbox (org, message_id, handler, done_at) values (%s, %s, %s, now())
  on conflict (org, message_id, handler) do update set done_at = excluded.done_at
    where inbox.done_at is null and inbox.dead_at is null and inbox.due_at <= now()
  returning true"""
WAIT = f"""
  select greatest(0, extract(epoch from due_at - now()))::float8 as wait from inbox
   where {OF_KEY} and done_at is null and dead_at is null"""
COUNT = """
  insert into inbox (org, message_id, handler, attempts, tried_at, due_at, error_code, error_message)
  values (%s, %s, %s, 1, now(), now(), %s, %s)
  on conflict (org, message_id, handler) do update set attempts = inbox.attempts + 1, tried_at = now(),
    error_code = excluded.error_code, error_message = excluded.error_message
    where inbox.done_at is null and inbox.dead_at is null
  returning attempts"""
POSTPONE = f"update inbox set due_at = now() + %s * interval '1 second' where {OF_KEY}"
BURY = f"""
  update inbox set dead_at = now(), due_at = null, dead_letter = coalesce(dead_letter, gen_random_uuid()), event = %s
   where {OF_KEY}
  returning dead_letter as "deadLetter", attempts, taken_at as "firstTriedAt", dead_at as "deadAt", error_code as code"""
SAY = """
  insert into outbox (org, id, subject, type, actor, request_id, data)
  values (%s, gen_random_uuid(), %s, 'dead-letter.v1', %s, %s, %s)"""


async def handle(message: Message) -> float | None:
    """Settles the message, or returns the seconds until its next try."""
    key = [message.org, message.id, HANDLER]
    try:
        async with transaction(message.org) as open_:
            if await (await open_.execute(CLAIM, key)).fetchone():
                await forget_document(message.event["data"], open_)
                return None
            waiting = await (await open_.execute(WAIT, key)).fetchone()
            return waiting and waiting["wait"]
    except Exception as error:
        log.exception("a hook handler failed")
        return await record_failure(message, key, error)


async def record_failure(message: Message, key: list, error: Exception) -> float | None:
    is_misfit = isinstance(error, Misfit)
    code = "BAD_USER_INPUT" if is_misfit else "INTERNAL_SERVER_ERROR"
    line = (str(error) or type(error).__name__).split("\n")[0][:500]
    async with transaction(message.org) as open_:
        counted = await (await open_.execute(COUNT, [*key, code, line])).fetchone()
        if counted is None:
            return None
        if is_misfit or counted["attempts"] >= TRIES:
            return await bury(message, key, open_)
        wait = 0.5 * 2 ** (counted["attempts"] - 1)
        await open_.execute(POSTPONE, [wait, *key])
        return wait


async def bury(message: Message, key: list, open_: AsyncConnection) -> None:
    event = message.event
    letter = await (await open_.execute(BURY, [json.dumps(event), *key])).fetchone()
    said = {**letter, "plugin": env.NAME, "handler": HANDLER, "event": {"id": message.id, "type": event["type"]}}
    data = json.dumps(said, default=lambda value: value.isoformat() if hasattr(value, "isoformat") else str(value))
    subject = f"vault.{message.org}.dlq.{env.NAME}.{message.topic}"
    await open_.execute(SAY, [message.org, subject, event["actor"], event["requestId"], data])
