package main

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/nats-io/nats.go"
)

// outboxRow is a message to publish; Repeats is that of a repetition (clause 8.5).
type outboxRow struct {
	Org, ID, Subject, Type string
	Actor                  *string
	RequestID              string
	Data                   json.RawMessage
	CreatedAt              time.Time
	Repeats                struct{ ID, Source, Plugin, Handler string }
}

func unpublished(ctx context.Context, session *pgx.Conn) ([]outboxRow, error) {
	rows, err := session.Query(ctx, `
		select org, id, subject, type, actor, request_id, data, created_at, coalesce(repeats, '{}')
			from outbox where published_at is null order by position limit 100`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[outboxRow])
}

func (l line) publish(ctx context.Context, session *pgx.Conn, row outboxRow) error {
	message := nats.NewMsg(row.Subject)
	message.Header, message.Data = envelopeOf(row), row.Data
	taken, err := l.js.PublishMsg(ctx, message)
	if err != nil {
		return err
	}
	_, err = session.Exec(ctx, `
		update outbox set published_at = now(), stream = $3, stream_sequence = $4 where org = $1 and id = $2`,
		row.Org, row.ID, taken.Stream, int64(taken.Sequence))
	return err
}

// envelopeOf is clauses 8.1 and 8.2. The names stay in lower case.
func envelopeOf(row outboxRow) nats.Header {
	actor := ""
	if row.Actor != nil {
		actor = *row.Actor
	}
	header := nats.Header{
		nats.MsgIdHdr:    {row.ID},
		"ce-specversion": {"1.0"},
		"ce-id":          {cmp.Or(row.Repeats.ID, row.ID)},
		"ce-type":        {row.Type},
		"ce-source":      {"/" + cmp.Or(row.Repeats.Source, plugin)},
		"ce-time":        {instantOf(row.CreatedAt)},
		"ce-org":         {row.Org},
		"ce-actor":       {actor},
		"ce-requestid":   {row.RequestID},
		"content-type":   {"application/json"},
	}
	if row.Repeats.Plugin != "" {
		header["ce-plugin"] = []string{row.Repeats.Plugin}
		header["ce-handler"] = []string{url.PathEscape(row.Repeats.Handler)}
	}
	return header
}
