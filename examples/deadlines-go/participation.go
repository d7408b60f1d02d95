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

const point = "user-offboarding.v1"

// command is step.user-offboarding.<direction>.v1 (clause 12.1).
type command struct {
	Run, Workflow, Step, Point, Direction, AskedBy string
	Attempt                                        int
	Payload                                        struct{ UserID, TransferTo string }
}

// failed is the failure of a reply.
type failed struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	IsClear bool   `json:"isClear"`
}

// written is what the undo needs.
type written struct {
	Deadlines []string `json:"deadlines"`
}

func (c command) isValid(asked delivery) bool {
	isPoint := c.Point == point && c.AskedBy == asked.source && (c.Direction == "forward" || c.Direction == "rollback")
	return isPoint && isUUID(c.Run) && isUUID(c.Payload.UserID) && isUUID(c.Payload.TransferTo)
}

// participate carries out a command of core, in one transaction with its record and its reply (chapter 12).
func participate(ctx context.Context, database *pgxpool.Pool, asked delivery) (time.Duration, error) {
	var told command
	if err := json.Unmarshal(asked.data, &told); err != nil || !told.isValid(asked) {
		slog.Error("a command to a plugin that does not take part was passed over", "subject", asked.subject)
		return 0, nil
	}
	act := goForward
	if told.Direction == "rollback" {
		act = goBack
	}
	err := inOrg(ctx, database, asked.org, func(open pgx.Tx) error {
		refused, err := act(ctx, open, asked.org, told)
		if err != nil {
			return err
		}
		return reply(ctx, open, asked, told, refused)
	})
	if err == nil {
		return 0, nil
	}
	slog.Error("a participant failed", "err", err, "org", asked.org, "run", told.Run, "requestId", asked.requestID)
	return 0, inOrg(ctx, database, asked.org, func(open pgx.Tx) error {
		return reply(ctx, open, asked, told, &failed{"STEP_FAILED", "The step failed unexpectedly.", false})
	})
}

func reply(ctx context.Context, open pgx.Tx, asked delivery, told command, refused *failed) error {
	subject := strings.Join([]string{"vault", asked.org, "reply", told.AskedBy, told.Workflow, told.Run, plugin}, ".")
	return send(ctx, open, asked, sent{subject, "reply." + point, map[string]any{
		"run": told.Run, "workflow": told.Workflow, "step": told.Step, "plugin": plugin,
		"direction": told.Direction, "attempt": told.Attempt, "failure": refused,
	}})
}

// claim records that the command is at work, and returns the phase and the record of an earlier one.
func claim(ctx context.Context, open pgx.Tx, org string, told command, phase string) (earlier string, was written, err error) {
	added, err := open.Exec(ctx, `
		insert into participation (org, run, step, phase, written) values ($1, $2, $3, $4, 'null') on conflict do nothing`,
		org, told.Run, told.Step, phase)
	if err != nil || added.RowsAffected() > 0 {
		return "", was, err
	}
	err = open.QueryRow(ctx, "select phase, written from participation where org = $1 and run = $2 and step = $3 for update",
		org, told.Run, told.Step).Scan(&earlier, &was)
	return earlier, was, err
}

const keepSQL = `
	update participation set phase = $4, written = $5, changed_at = now() where org = $1 and run = $2 and step = $3`

func goForward(ctx context.Context, open pgx.Tx, org string, told command) (*failed, error) {
	earlier, _, err := claim(ctx, open, org, told, "done")
	switch {
	case err != nil || earlier == "done":
		return nil, err
	case earlier == "undone":
		return &failed{"STEP_FAILED", "It was undone before it was done.", true}, nil
	}
	if err := revoke(ctx, open, org, told); err != nil {
		return nil, err
	}
	rows, err := open.Query(ctx, "update deadline set keeper_id = $2 where keeper_id = $1 returning id::text",
		told.Payload.UserID, told.Payload.TransferTo)
	if err != nil {
		return nil, err
	}
	moved, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	_, err = open.Exec(ctx, keepSQL, org, told.Run, told.Step, "done", written{moved})
	return nil, err
}

func goBack(ctx context.Context, open pgx.Tx, org string, told command) (*failed, error) {
	earlier, was, err := claim(ctx, open, org, told, "undone")
	if err != nil || earlier != "done" {
		return nil, err
	}
	_, err = open.Exec(ctx, "update deadline set keeper_id = $1 where id = any($2) and keeper_id = $3",
		told.Payload.UserID, was.Deadlines, told.Payload.TransferTo)
	_, restored := open.Exec(ctx, `
		update revocation set is_revoked = false, version = version + 1, changed_at = clock_timestamp()
		 where org = $1 and user_id = $2 and run = $3 and is_revoked`, org, told.Payload.UserID, told.Run)
	_, kept := open.Exec(ctx, keepSQL, org, told.Run, told.Step, "undone", was)
	return nil, errors.Join(err, restored, kept)
}

// revoke ends the access of the leaver: mutations of theirs that are open commit before it (clause 14.1).
func revoke(ctx context.Context, open pgx.Tx, org string, told command) error {
	if _, err := open.Exec(ctx, "select pg_advisory_xact_lock(access_lock($1, $2))", org, told.Payload.UserID); err != nil {
		return err
	}
	_, err := open.Exec(ctx, `
		insert into revocation as known (org, user_id, run, is_revoked, version) values ($1, $2, $3, true, 1)
		on conflict (org, user_id) do update
			set run = excluded.run, is_revoked = true, version = known.version + 1, changed_at = clock_timestamp()`,
		org, told.Payload.UserID, told.Run)
	return err
}
