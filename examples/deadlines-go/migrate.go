package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"regexp"

	"github.com/jackc/pgx/v5"
)

// A team's own repository has a copy of it.
const platformFile = "../../docs/contract/platform.sql"

const ownSQL = `
	create table deadline (org varchar(63) not null, id uuid not null, document_id uuid not null, note text not null,
		due_at timestamptz(3) not null, keeper_id uuid, created_at timestamptz(3) not null default clock_timestamp(),
		primary key (org, id));
	create index deadline_due on deadline (org, due_at, id);
	create index deadline_document on deadline (org, document_id, due_at, id);
	create index deadline_keeper on deadline (org, keeper_id);
	alter table deadline enable row level security;
	alter table deadline force row level security;
	create policy deadline_tenant on deadline using (org = nullif(current_setting('vault.org', true), ''))
		with check (org = nullif(current_setting('vault.org', true), ''));`

// The role and the schema (clauses 5.1, 5.4 and 5.7).
const provisionSQL = `
	select pg_advisory_xact_lock(hashtext('nimbusvault provision'));
	create schema if not exists %[2]s;
	alter role %[1]s with login nosuperuser nobypassrls nocreatedb nocreaterole password %[3]s;
	alter role %[1]s set statement_timeout = '15s';
	alter role %[1]s set idle_in_transaction_session_timeout = '60s';
	alter role %[1]s in database %[4]s set search_path = %[2]s;
	grant usage on schema %[2]s to %[1]s;
	alter default privileges in schema %[2]s grant select, insert, update, delete on tables to %[1]s;
	create table if not exists %[2]s.migration (name text primary key, ran_at timestamptz not null default now());
	revoke insert, update, delete on %[2]s.migration from %[1]s;`

type migration struct{ name, sql string }

// migrations are those of the platform, and then our own.
func migrations() ([]migration, error) {
	text, err := os.ReadFile(platformFile)
	if err != nil {
		return nil, err
	}
	mark := regexp.MustCompile(`(?m)^-- migration: (\S+)$`)
	names, parts := mark.FindAllSubmatch(text, -1), mark.Split(string(text), -1)
	var all []migration
	for index, found := range names {
		all = append(all, migration{string(found[1]), parts[index+1]})
	}
	return append(all, migration{"deadlines-1-create", ownSQL}), nil
}

func migrate(ctx context.Context) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	owner, err := pgx.Connect(ctx, env.ownerURL)
	if err != nil {
		return err
	}
	defer owner.Close(ctx)
	if err := provision(ctx, owner); err != nil {
		return err
	}
	for _, each := range all {
		if err := pgx.BeginFunc(ctx, owner, func(open pgx.Tx) error { return runOnce(ctx, open, each) }); err != nil {
			return fmt.Errorf("the migration %s failed: %w", each.name, err)
		}
	}
	slog.Info("it is migrated")
	return nil
}

func provision(ctx context.Context, owner *pgx.Conn) error {
	runtime, err := url.Parse(env.databaseURL)
	if err != nil {
		return err
	}
	role := runtime.User.Username()
	password, _ := runtime.User.Password()
	return pgx.BeginFunc(ctx, owner, func(open pgx.Tx) error {
		var known bool
		var quoted string
		const look = "select exists (select from pg_roles where rolname = $1), quote_literal($2)"
		if err := open.QueryRow(ctx, look, role, password).Scan(&known, &quoted); err != nil {
			return err
		}
		quote := func(name string) string { return pgx.Identifier{name}.Sanitize() }
		statements := fmt.Sprintf(provisionSQL, quote(role), schema, quoted, quote(owner.Config().Database))
		if !known {
			statements = "create role " + quote(role) + ";" + statements
		}
		_, err := open.Exec(ctx, statements)
		return err
	})
}

func runOnce(ctx context.Context, open pgx.Tx, each migration) error {
	if _, err := open.Exec(ctx, "set local search_path = "+schema); err != nil {
		return err
	}
	added, err := open.Exec(ctx, "insert into migration (name) values ($1) on conflict do nothing", each.name)
	if err != nil || added.RowsAffected() == 0 {
		return err
	}
	_, err = open.Exec(ctx, each.sql)
	return err
}
