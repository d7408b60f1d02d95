"""The broker, the registry and the outbox (chapters 6, 7 and 11)."""

import asyncio
import hashlib
import json
import logging
import time
from contextlib import suppress
from functools import partial
from urllib.parse import quote, unquote
from uuid import uuid4

import nats
from nats.aio.client import Client
from nats.js import JetStreamContext

from . import environment as env
from .database import connect_relay, iso
from .hooks import TYPE, handle, is_for_us, read
from .operators import answer
from .schema import sdl

REGISTRY, MANIFESTS = "$KV.vault-registry", "$KV.vault-manifests"
HASH = hashlib.sha256(sdl.strip().encode()).hexdigest()[:32]
INSTANCE = str(uuid4())
SINCE = int(time.time() * 1000)
log = logging.getLogger(__name__)


async def keep_connected(stopping: asyncio.Event, left: asyncio.Event) -> None:
    """Each round begins with a new connection, and with everything that follows from it (clause 7.6)."""
    while not left.is_set():
        try:
            await work(stopping, left)
        except Exception as error:
            log.warning("the broker is not available; trying again: %r", error)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(left.wait(), 0.5)


async def work(stopping: asyncio.Event, left: asyncio.Event) -> None:
    broker = await nats.connect(
        f"nats://{env.nats.hostname}:{env.nats.port}",
        user=unquote(env.nats.username or "") or None,
        password=unquote(env.nats.password or "") or None,
        name=env.NAME,
        inbox_prefix=f"_INBOX_{env.NAME}".encode(),
        allow_reconnect=False,
    )
    js = broker.jetstream()
    try:
        await announce(js)
        await broker.subscribe(f"vault.*.operate.{env.NAME}.Core", queue=env.NAME, cb=partial(operate, broker))
        async with asyncio.TaskGroup() as tasks:
            running = (consume(broker, js, stopping), relay(js), until_lost(broker))
            endless = [tasks.create_task(each) for each in running]
            await beat(js, stopping, left)
            for each in endless:
                each.cancel()
    finally:
        if not broker.is_closed:
            await broker.close()


async def until_lost(broker: Client) -> None:
    while broker.is_connected:
        await asyncio.sleep(0.2)
    raise ConnectionError("the connection to the broker is lost")


async def announce(js: JetStreamContext) -> None:
    lists = {"fires": [], "hears": [TYPE], "answers": [], "takesPart": []}
    release = {"plugin": env.NAME, "hash": HASH, "sdl": sdl, "version": "1.0.0", "sdk": "0.2.0", **lists, "settings": {}}
    await js.publish(f"{REGISTRY}.release.{env.NAME}.{HASH}", json.dumps(release).encode())
    await js.publish(f"{MANIFESTS}.{env.NAME}", json.dumps({"answers": [], "takesPart": []}).encode())


async def beat(js: JetStreamContext, stopping: asyncio.Event, left: asyncio.Event) -> None:
    key = f"{REGISTRY}.instance.{env.NAME}.{INSTANCE}"
    instance = {"plugin": env.NAME, "id": INSTANCE, "url": env.url, "hash": HASH, "since": SINCE}
    while not stopping.is_set():
        await js.publish(key, json.dumps(instance).encode())
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(stopping.wait(), 2)
    await js.publish(key, json.dumps(instance | {"isLeaving": True}).encode())
    await left.wait()
    await js.publish(key, b"", headers={"KV-Operation": "DEL", "Nats-TTL": "1h"})


async def ask_for_consumer(broker: Client, js: JetStreamContext) -> None:
    """Core makes it, and may be away (clause 7.4)."""
    async with await connect_relay() as database:
        found = await (await database.execute("select min(ran_at) as since from migration")).fetchone()
    wish = {"stream": "VAULT_HOOKS", "durable": env.NAME, "filter": "vault.*.hook.>", "since": iso(found["since"])}
    while True:
        with suppress(nats.js.errors.NotFoundError):
            await js.consumer_info("VAULT_HOOKS", env.NAME)
            return
        id = str(uuid4())
        made = await broker.subscribe(f"vault-core-answer.{env.NAME}.{id}", max_msgs=1)
        await broker.publish(f"vault-core.consumer.{env.NAME}", json.dumps(wish).encode(), headers={"ce-id": id})
        with suppress(asyncio.TimeoutError):  # that of NATS is one, too
            await made.next_msg(timeout=2)


async def consume(broker: Client, js: JetStreamContext, stopping: asyncio.Event) -> None:
    await ask_for_consumer(broker, js)
    hooks = await js.pull_subscribe_bind(consumer=env.NAME, stream="VAULT_HOOKS")
    while not stopping.is_set():
        with suppress(asyncio.TimeoutError):  # that of NATS is one, too
            for message in await hooks.fetch(batch=20, timeout=1):
                await settle(message)
    await asyncio.Event().wait()


async def settle(message) -> None:
    try:
        event = read(message.subject, message.headers or {}, message.data)
    except (KeyError, ValueError):
        log.error("an invalid message was dropped: %s", message.subject)
        return await message.term()
    wait = await handle(event) if is_for_us(event) else None
    await (message.ack() if wait is None else message.nak(delay=wait))


async def operate(broker: Client, message) -> None:
    _, org, _, _, asker = message.subject.split(".")
    id = (message.headers or {}).get("ce-id")
    if id:
        await broker.publish(f"vault.{org}.answer.{asker}.{env.NAME}.{id}", await answer(org, message.data))


async def relay(js: JetStreamContext) -> None:
    """Publishes the outbox in order; one process at a time (clause 11.2)."""
    async with await connect_relay() as database:
        lock = f"select pg_try_advisory_lock(hashtext('outbox {env.SCHEMA}')) as held"
        while not (await (await database.execute(lock)).fetchone())["held"]:
            await asyncio.sleep(1)
        while True:
            found = await database.execute("select * from outbox where published_at is null order by position limit 100")
            for row in await found.fetchall():
                taken = await js.publish(row["subject"], json.dumps(row["data"]).encode(), headers=envelope(row))
                await database.execute(
                    "update outbox set published_at = now(), stream = %s, stream_sequence = %s where org = %s and id = %s",
                    [taken.stream, taken.seq, row["org"], row["id"]],
                )
            await asyncio.sleep(0.25)


def envelope(row: dict) -> dict[str, str]:
    repeats = row["repeats"]
    headers = {
        "Nats-Msg-Id": str(row["id"]),
        "ce-specversion": "1.0",
        "ce-id": repeats["id"] if repeats else str(row["id"]),
        "ce-type": row["type"],
        "ce-source": f"/{repeats['source'] if repeats else env.NAME}",
        "ce-time": iso(row["created_at"]),
        "ce-org": row["org"],
        "ce-actor": str(row["actor"] or ""),
        "ce-requestid": row["request_id"],
        "content-type": "application/json",
    }
    if repeats:
        headers |= {"ce-plugin": repeats["plugin"], "ce-handler": quote(repeats["handler"], safe="")}
    return headers
