package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	batch     = 20
	pullFor   = time.Second
	askFor    = 2 * time.Second
	afterFail = time.Second
)

type (
	reader func(subject string, headers nats.Header, data []byte) (delivery, error)
	handle func(ctx context.Context, database *pgxpool.Pool, read delivery) (time.Duration, error)
)

// consume pulls and settles messages until the process leaves (clause 7.5).
func (l line) consume(ctx context.Context, stream, filter string, read reader, do handle) error {
	consumer, err := l.consumer(ctx, stream, filter)
	if err != nil {
		return err
	}
	for l.stopping.Err() == nil {
		pulled, err := consumer.Fetch(batch, jetstream.FetchMaxWait(pullFor))
		if err != nil {
			return err
		}
		for message := range pulled.Messages() {
			if err := l.settle(ctx, message, read, do); err != nil {
				return err
			}
		}
		if err := pulled.Error(); err != nil {
			return err
		}
	}
	<-ctx.Done()
	return ctx.Err()
}

// settle acknowledges after the commit, and terminates what is forged (clause 8.3).
func (l line) settle(ctx context.Context, message jetstream.Msg, read reader, do handle) error {
	got, err := read(message.Subject(), message.Headers(), message.Data())
	if err != nil {
		slog.Error("an invalid message was dropped", "subject", message.Subject())
		return message.Term()
	}
	wait, err := do(ctx, l.database, got)
	if err != nil {
		slog.Error("a message was not settled; it comes again", "err", err, "subject", message.Subject())
		return message.NakWithDelay(afterFail)
	}
	if wait > 0 {
		return message.NakWithDelay(wait)
	}
	return message.Ack()
}

// consumer asks core for the consumer, as often as it takes (clause 7.4).
func (l line) consumer(ctx context.Context, stream, filter string) (jetstream.Consumer, error) {
	wish := map[string]any{"stream": stream, "durable": plugin, "filter": filter}
	if stream == "VAULT_HOOKS" {
		since, err := firstMigration(ctx)
		if err != nil {
			return nil, err
		}
		wish["since"] = instantOf(since)
	}
	for {
		found, err := l.js.Consumer(ctx, stream, plugin)
		isMissing := errors.Is(err, jetstream.ErrConsumerNotFound) || errors.Is(err, jetstream.ErrStreamNotFound)
		if !isMissing {
			return found, err
		}
		if err := l.askCore(ctx, wish); err != nil {
			return nil, err
		}
	}
}

// askCore returns once there is an answer, or after two seconds.
func (l line) askCore(ctx context.Context, wish map[string]any) error {
	id := uuid.NewString()
	answers, err := l.nats.SubscribeSync("vault-core-answer." + plugin + "." + id)
	if err != nil {
		return err
	}
	defer func() { _ = answers.Unsubscribe() }()
	message := nats.NewMsg("vault-core.consumer." + plugin)
	message.Header = nats.Header{"ce-id": {id}}
	if message.Data, err = json.Marshal(wish); err != nil {
		return err
	}
	if err := l.nats.PublishMsg(message); err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	_, _ = answers.NextMsgWithContext(waiting)
	return ctx.Err()
}

// firstMigration is the time since when events concern the plugin (clause 9.5).
func firstMigration(ctx context.Context) (since time.Time, err error) {
	session, err := connectRelay(ctx)
	if err != nil {
		return since, err
	}
	defer session.Close(ctx)
	err = session.QueryRow(ctx, "select min(ran_at) from migration").Scan(&since)
	return since, err
}
