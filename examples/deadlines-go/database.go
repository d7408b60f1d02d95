package main

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// inOrg runs work in a transaction of one organization (clause 5.5).
func inOrg(ctx context.Context, database *pgxpool.Pool, org string, work func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, database, func(open pgx.Tx) error {
		if _, err := open.Exec(ctx, "select set_config('vault.org', $1, true)", org); err != nil {
			return err
		}
		return work(open)
	})
}

// connectRelay opens a session that sees the platform's tables of all organizations.
func connectRelay(ctx context.Context) (*pgx.Conn, error) {
	session, err := pgx.Connect(ctx, env.databaseURL)
	if err != nil {
		return nil, err
	}
	_, err = session.Exec(ctx, "select set_config('vault.relay', 'on', false)")
	return session, err
}

// sent is a message for the outbox (chapter 11).
type sent struct {
	subject, kind string
	data          any
}

// send puts a message into the outbox, in the open transaction, on behalf of the delivery at work.
func send(ctx context.Context, open pgx.Tx, cause delivery, message sent) error {
	_, err := open.Exec(ctx, `
		insert into outbox (org, id, subject, type, actor, request_id, data)
		values ($1, gen_random_uuid(), $2, $3, $4, $5, $6)`,
		cause.org, message.subject, message.kind, cause.actor, cause.requestID, message.data)
	return err
}
