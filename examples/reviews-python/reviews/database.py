"""Transactions of one organization (clause 5.5), and of the relay."""

from contextlib import asynccontextmanager
from datetime import datetime, timezone

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from . import environment as env

pool = AsyncConnectionPool(
    env.database_url, open=False, min_size=1, max_size=8, kwargs={"row_factory": dict_row, "autocommit": True}
)


@asynccontextmanager
async def transaction(org: str):
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("select set_config('vault.org', %s, true)", [org])
        yield connection


async def connect_relay() -> AsyncConnection:
    relay = await AsyncConnection.connect(env.database_url, row_factory=dict_row, autocommit=True)
    await relay.execute("select set_config('vault.relay', 'on', false)")
    return relay


async def is_on(org: str) -> bool:
    """The switch of the organization (clause 16.1)."""
    async with transaction(org) as open_:
        return await (await open_.execute("select from plugin_switch where not is_on")).fetchone() is None


def iso(value: datetime) -> str:
    return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
