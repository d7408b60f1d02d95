package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

var errUnknownCommand = errors.New("this plugin does not know the command")

const (
	letterSQL = `
		select dead_letter as id, org, 'Deadlines' as plugin, handler, event->>'type' as type,
			case when dead_at is not null then 'dead' when done_at is not null then 'done' else 'waiting' end as state, attempts,
			taken_at as "firstTriedAt", tried_at as "lastTriedAt", error_code as code, error_message as message,
			(event->'data')::text as data, replays
			from inbox where dead_letter is not null`
	listSQL = `
		select coalesce(json_agg(to_jsonb(letter) - 'data' - 'replays'), '[]')
			from (` + letterSQL + ` and done_at is null order by tried_at desc limit 1000) letter`
	showSQL   = `select to_json(letter) from (` + letterSQL + ` and dead_letter = $1) letter`
	replaySQL = `
		with raised as (
			update inbox set dead_at = null, attempts = 0, due_at = now(), replays = replays || jsonb_build_object('at', now(),
				'by', $2::text, 'reason', $3::text, 'error', jsonb_build_object('code', error_code, 'message', error_message))
			 where dead_letter = $1 and dead_at is not null returning *)
		insert into outbox (org, id, subject, type, actor, request_id, data, created_at, repeats)
		select org, gen_random_uuid(),
			'vault.' || org || '.hook.Deadlines.replay.' || regexp_replace(event->>'type', '[.]v[0-9]+$', ''), event->>'type',
			(event->>'actor')::uuid, event->>'requestId', event->'data', (event->>'time')::timestamptz,
			jsonb_build_object('id', message_id, 'source', event->>'source', 'plugin', 'Deadlines', 'handler', handler)
			from raised`
)

// order is an operator's command (clause 10.3).
type order struct {
	Verb, ID, By string
	Reason       *string
}

func (o order) perform(ctx context.Context, open pgx.Tx) (result json.RawMessage, err error) {
	switch o.Verb {
	case "list-sagas":
		return json.RawMessage("[]"), nil
	case "turn-on", "turn-off":
		if _, err := open.Exec(ctx, turnSQL, o.Verb == "turn-on"); err != nil {
			return nil, err
		}
		fallthrough
	case "read-switch":
		err = open.QueryRow(ctx, readSwitchSQL).Scan(&result)
		return result, err
	case "list-dead-letters":
		err = open.QueryRow(ctx, listSQL).Scan(&result)
		return result, err
	case "replay-dead-letter":
		if _, err := open.Exec(ctx, replaySQL, o.ID, o.By, o.Reason); err != nil {
			return nil, err
		}
		fallthrough
	case "show-dead-letter":
		err = open.QueryRow(ctx, showSQL, o.ID).Scan(&result)
		if errors.Is(err, pgx.ErrNoRows) {
			return json.RawMessage("null"), nil
		}
		return result, err
	}
	return nil, errUnknownCommand
}

// answerOrder performs a command on the data of one organization, and returns what core is answered.
func answerOrder(ctx context.Context, database *pgxpool.Pool, org string, body []byte) map[string]any {
	var told order
	var result json.RawMessage
	err := json.Unmarshal(body, &told)
	if err == nil {
		err = inOrg(ctx, database, org, func(open pgx.Tx) (err error) {
			result, err = told.perform(ctx, open)
			return err
		})
	}
	switch {
	case err == nil:
		return map[string]any{"plugin": plugin, "result": result}
	case errors.Is(err, errUnknownCommand):
		return map[string]any{"plugin": plugin, "code": "BAD_USER_INPUT", "message": err.Error()}
	}
	slog.Error("a command of an operator failed", "err", err, "org", org)
	return map[string]any{"plugin": plugin, "code": "INTERNAL_SERVER_ERROR", "message": "It failed. The log has the cause."}
}
