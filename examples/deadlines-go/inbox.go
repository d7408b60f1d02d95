package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	handler    = "forget-document"
	heardType  = "entity.deleted.v1"
	tries      = 8
	firstDelay = 500 * time.Millisecond
	mostError  = 500
)

var errMisfit = errors.New("the payload does not fit its schema")

// isForUs is clauses 8.4 and 8.5.
func isForUs(event delivery) bool {
	if event.only != nil {
		return *event.only == recipient{plugin, handler}
	}
	return event.kind == heardType && event.source == core
}

// forgetDocument deletes the deadlines that a deleted document had.
func forgetDocument(ctx context.Context, open pgx.Tx, event delivery) error {
	var payload struct{ EntityType, EntityID string }
	if err := json.Unmarshal(event.data, &payload); err != nil || payload.EntityType == "" || !isUUID(payload.EntityID) {
		return errMisfit
	}
	if payload.EntityType != "Document" {
		return nil
	}
	const sql = "delete from deadline where document_id = $1 and created_at <= $2::timestamptz"
	_, err := open.Exec(ctx, sql, payload.EntityID, event.time)
	return err
}

const (
	claimSQL = `
		insert into inbox (org, message_id, handler, done_at) values ($1, $2, $3, now())
		on conflict (org, message_id, handler) do update set done_at = excluded.done_at
			where inbox.done_at is null and inbox.dead_at is null and inbox.due_at <= now()`
	waitSQL = `
		select greatest(10, 1000 * extract(epoch from due_at - now()))::bigint from inbox
		 where org = $1 and message_id = $2 and handler = $3 and done_at is null and dead_at is null`
	countSQL = `
		insert into inbox as known (org, message_id, handler, attempts, tried_at, due_at, error_code, error_message)
		values ($1, $2, $3, 1, now(), now(), $4, $5)
		on conflict (org, message_id, handler) do update set attempts = known.attempts + 1, tried_at = now(),
			error_code = excluded.error_code, error_message = excluded.error_message
			where known.done_at is null and known.dead_at is null
		returning attempts`
	postponeSQL = `
		update inbox set due_at = now() + $4::bigint * interval '1 millisecond'
		 where org = $1 and message_id = $2 and handler = $3`
	burySQL = `
		with buried as (
			update inbox set dead_at = now(), due_at = null, dead_letter = coalesce(dead_letter, gen_random_uuid()), event = $4
			 where org = $1 and message_id = $2 and handler = $3 returning *)
		select json_build_object('deadLetter', dead_letter, 'attempts', attempts, 'firstTriedAt', taken_at, 'deadAt', dead_at,
			'code', error_code, 'plugin', $5::text, 'handler', handler,
			'event', json_build_object('id', message_id, 'type', event->>'type')) from buried`
)

// handleHook settles an event, or returns the time until its next try (chapter 9).
func handleHook(ctx context.Context, database *pgxpool.Pool, event delivery) (wait time.Duration, err error) {
	if !isForUs(event) {
		return 0, nil
	}
	failure := inOrg(ctx, database, event.org, func(open pgx.Tx) error {
		claimed, err := open.Exec(ctx, claimSQL, event.org, event.id, handler)
		if err != nil {
			return err
		}
		if claimed.RowsAffected() > 0 {
			return forgetDocument(ctx, open, event)
		}
		wait, err = waitOf(ctx, open, event)
		return err
	})
	if failure == nil {
		return wait, nil
	}
	slog.Error("a hook handler failed", "err", failure, "org", event.org, "requestId", event.requestID)
	err = inOrg(ctx, database, event.org, func(open pgx.Tx) error {
		wait, err = recordFailure(ctx, open, event, failure)
		return err
	})
	return wait, err
}

func waitOf(ctx context.Context, open pgx.Tx, event delivery) (time.Duration, error) {
	var milliseconds int64
	err := open.QueryRow(ctx, waitSQL, event.org, event.id, handler).Scan(&milliseconds)
	if errors.Is(err, pgx.ErrNoRows) { // done, or dead
		return 0, nil
	}
	return time.Duration(milliseconds) * time.Millisecond, err
}

// recordFailure is clause 9.3.
func recordFailure(ctx context.Context, open pgx.Tx, event delivery, failure error) (time.Duration, error) {
	isMisfit := errors.Is(failure, errMisfit)
	code := "INTERNAL_SERVER_ERROR"
	if isMisfit {
		code = "BAD_USER_INPUT"
	}
	line, _, _ := strings.Cut(failure.Error(), "\n")
	var attempts int
	err := open.QueryRow(ctx, countSQL, event.org, event.id, handler, code, line[:min(len(line), mostError)]).Scan(&attempts)
	switch {
	case errors.Is(err, pgx.ErrNoRows): // another process has settled it
		return 0, nil
	case err != nil:
		return 0, err
	case isMisfit || attempts >= tries:
		return 0, bury(ctx, open, event)
	}
	wait := firstDelay << (attempts - 1)
	_, err = open.Exec(ctx, postponeSQL, event.org, event.id, handler, wait.Milliseconds())
	return wait, err
}

// bury makes a dead letter, and announces it in the same transaction (clauses 10.1 and 10.2).
func bury(ctx context.Context, open pgx.Tx, event delivery) error {
	kept := map[string]any{
		"type": event.kind, "subject": event.subject, "source": event.source, "time": event.time,
		"actor": event.actor, "requestId": event.requestID, "data": event.data,
	}
	var letter json.RawMessage
	if err := open.QueryRow(ctx, burySQL, event.org, event.id, handler, kept, plugin).Scan(&letter); err != nil {
		return err
	}
	subject := "vault." + event.org + ".dlq." + plugin + "." + event.topic
	return send(ctx, open, event, sent{subject, "dead-letter.v1", letter})
}
