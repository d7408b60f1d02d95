"""Hooks, the inbox and dead letters (chapters 8 to 10)."""

import json
import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

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
    type: str
    org: str
    source: str
    actor: str | None
    request_id: str
    time: str
    subject: str
    topic: str
    data: Any
    only: tuple[str, str] | None


def read(subject: str, headers: dict[str, str], body: bytes) -> Message:
    """Throws ValueError or KeyError if the envelope and the subject do not fit together (clause 8.3)."""
    place = SUBJECT.fullmatch(subject)
    if place is None or headers["ce-org"] != place["org"]:
        raise ValueError("the envelope names another org than the subject")
    source, plugin = headers["ce-source"].removeprefix("/"), headers.get("ce-plugin", "")
    only = (plugin, unquote(headers.get("ce-handler", ""))) if plugin else None
    if place["sender"] != (plugin if only and place["replay"] else source):
        raise ValueError("the envelope names another sender than the subject")
    return Message(
        id=UUID(headers["ce-id"]),
        type=headers["ce-type"],
        org=place["org"],
        source=source,
        actor=headers["ce-actor"] or None,
        request_id=headers["ce-requestid"],
        time=headers["ce-time"],
        subject=subject,
        topic=place["topic"],
        data=json.loads(body),
        only=only,
    )


def is_for_us(message: Message) -> bool:
    if message.only:
        return message.only == (env.NAME, HANDLER)
    return message.type == TYPE and message.source == OWNER


async def forget_document(data: Any, open_: AsyncConnection) -> None:
    try:
        kind, entity = str(data["entityType"]), UUID(data["entityId"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Misfit(str(error)) from error
    if kind == "Document":
        await open_.execute("delete from review where document_id = %s", [entity])


CLAIM = """
  insert into inbox (org, message_id, handler, done_at) values (%s, %s, %s, now())
  on conflict (org, message_id, handler) do update set done_at = excluded.done_at
    where inbox.done_at is null and inbox.dead_at is null and inbox.due_at <= now()
  returning true"""
WAIT = """
  select greatest(0, extract(epoch from due_at - now()))::float8 as wait from inbox
   where org = %s and message_id = %s and handler = %s and done_at is null and dead_at is null"""
COUNT = """
  insert into inbox (org, message_id, handler, attempts, tried_at, due_at, error_code, error_message)
  values (%s, %s, %s, 1, now(), now(), %s, %s)
  on conflict (org, message_id, handler) do update set attempts = inbox.attempts + 1, tried_at = now(),
    error_code = excluded.error_code, error_message = excluded.error_message
    where inbox.done_at is null and inbox.dead_at is null
  returning attempts"""
BURY = """
  update inbox set dead_at = now(), due_at = null, dead_letter = coalesce(dead_letter, %s), event = %s
   where org = %s and message_id = %s and handler = %s
  returning dead_letter as "deadLetter", attempts, taken_at as "firstTriedAt", dead_at as "deadAt", error_code as code"""


async def handle(message: Message) -> float | None:
    """Settles the message, or returns the seconds until its next try."""
    key = [message.org, message.id, HANDLER]
    try:
        async with transaction(message.org) as open_:
            if await (await open_.execute(CLAIM, key)).fetchone():
                await forget_document(message.data, open_)
                return None
            waiting = await (await open_.execute(WAIT, key)).fetchone()
            return waiting and waiting["wait"]
    except Exception as error:
        log.exception("a hook handler failed")
        return await record_failure(message, key, error)


async def record_failure(message: Message, key: list, error: Exception) -> float | None:
    code = "BAD_USER_INPUT" if isinstance(error, Misfit) else "INTERNAL_SERVER_ERROR"
    async with transaction(message.org) as open_:
        line = (str(error) or type(error).__name__).split("\n")[0][:500]
        counted = await (await open_.execute(COUNT, [*key, code, line])).fetchone()
        if counted is None:
            return None
        if isinstance(error, Misfit) or counted["attempts"] >= TRIES:
            await bury(message, key, open_)
            return None
        wait = 0.5 * 2 ** (counted["attempts"] - 1)
        await open_.execute(
            "update inbox set due_at = now() + %s * interval '1 second' where org = %s and message_id = %s and handler = %s",
            [wait, *key],
        )
        return wait


async def bury(message: Message, key: list, open_: AsyncConnection) -> None:
    event = {
        "type": message.type,
        "subject": message.subject,
        "source": message.source,
        "time": message.time,
        "actor": message.actor,
        "requestId": message.request_id,
        "data": message.data,
    }
    letter = await (await open_.execute(BURY, [uuid4(), json.dumps(event), *key])).fetchone()
    said = {**letter, "plugin": env.NAME, "handler": HANDLER, "event": {"id": message.id, "type": message.type}}
    await open_.execute(
        """insert into outbox (org, id, subject, type, actor, request_id, data, created_at)
           values (%s, %s, %s, 'dead-letter.v1', %s, %s, %s, now())""",
        [
            message.org,
            uuid4(),
            f"vault.{message.org}.dlq.{env.NAME}.{message.topic}",
            message.actor,
            message.request_id,
            json.dumps(said, default=lambda value: value.isoformat() if hasattr(value, "isoformat") else str(value)),
        ],
    )
