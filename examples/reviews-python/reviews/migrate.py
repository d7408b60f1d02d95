"""The schema, its role and its tables (chapter 5)."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from . import environment as env

PLATFORM = Path(__file__).parents[3] / "docs" / "contract" / "platform.sql"
OWN = {
    "reviews-1-create": """
        create table review (org varchar(63) not null, id uuid not null, document_id uuid not null,
          rating integer not null, text text not null, written_by uuid, created_at timestamptz(3) not null default now(),
          primary key (org, id));
        create index review_document on review (org, document_id);
        alter table review enable row level security;
        alter table review force row level security;
        create policy review_tenant on review using (org = nullif(current_setting('vault.org', true), ''))
          with check (org = nullif(current_setting('vault.org', true), ''));""",
}


def plans() -> dict[str, str]:
    """The platform's migrations come first, and then our own."""
    parts = re.split(r"^-- migration: (\S+)$", PLATFORM.read_text(), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2])) | OWN


async def migrate() -> None:
    runtime = urlsplit(env.database_url)
    role, password = runtime.username or "", unquote(runtime.password or "")
    names = {"role": sql.Identifier(role), "schema": sql.Identifier(env.SCHEMA)}
    async with await psycopg.AsyncConnection.connect(env.owner_database_url) as owner:
        await owner.execute("select pg_advisory_xact_lock(hashtext('nimbusvault provision'))")
        known = await (await owner.execute("select from pg_roles where rolname = %s", [role])).fetchone()
        if known is None:
            await owner.execute(sql.SQL("create role {role}").format(**names))
        for statement in (
            "alter role {role} with login nosuperuser nobypassrls nocreatedb nocreaterole password {password}",
            "create schema if not exists {schema}",
            "grant usage on schema {schema} to {role}",
            "alter default privileges in schema {schema} grant select, insert, update, delete on tables to {role}",
            "alter role {role} set statement_timeout = '15s'",
            "alter role {role} set idle_in_transaction_session_timeout = '60s'",
            "alter role {role} in database {database} set search_path = {schema}",
            "create table if not exists {schema}.migration (name text primary key, ran_at timestamptz default now())",
            "revoke insert, update, delete on {schema}.migration from {role}",
        ):
            values = names | {"password": password, "database": sql.Identifier(owner.info.dbname)}
            await owner.execute(sql.SQL(statement).format(**values))
        await owner.commit()
        for name, statements in plans().items():
            await owner.execute(sql.SQL("set local search_path = {schema}").format(**names))
            ran = await owner.execute("select from migration where name = %s", [name])
            if await ran.fetchone() is None:
                await owner.execute(statements)
                await owner.execute("insert into migration (name) values (%s)", [name])
            await owner.commit()
    print("Reviews is migrated.")
