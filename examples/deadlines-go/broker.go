package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"nimbusvault.example/deadlines/graph"
)

const (
	registry  = "$KV.vault-registry"
	manifests = "$KV.vault-manifests"
	betweens  = 500 * time.Millisecond
	beat      = 2 * time.Second
)

var errLost = errors.New("the connection to the broker is lost")

// messenger is all that the process has to do with the broker. It says that it leaves once stopping ends, and is gone once left ends.
type messenger struct {
	database       *pgxpool.Pool
	stopping, left context.Context
	isConnected    atomic.Bool
	instance       map[string]any
}

// line is one connection to the broker.
type line struct {
	*messenger
	nats *nats.Conn
	js   jetstream.JetStream
}

// keepConnected makes each connection anew, with everything that follows from it (clause 7.6).
func (m *messenger) keepConnected() {
	m.instance = map[string]any{
		"plugin": plugin, "id": uuid.NewString(), "url": env.url, "hash": hashOf(sdl), "since": time.Now().UnixMilli(),
	}
	for m.left.Err() == nil {
		err := m.work()
		m.isConnected.Store(false)
		if m.left.Err() == nil {
			slog.Warn("the broker is not available; trying again", "err", err)
			sleep(m.left, betweens)
		}
	}
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(text)))
	return hex.EncodeToString(sum[:])[:32]
}

// sleep ends early with the context.
func sleep(ctx context.Context, wait time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(wait):
	}
}

func (m *messenger) work() error {
	open, lose := context.WithCancelCause(m.left)
	connection, err := nats.Connect(env.natsURL, nats.Name(plugin), nats.CustomInboxPrefix("_INBOX_"+plugin), nats.NoReconnect(),
		nats.ClosedHandler(func(*nats.Conn) { lose(errLost) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			slog.Error("the broker reports a fault", "err", err)
		}))
	if err != nil {
		return err
	}
	defer connection.Close()
	js, err := jetstream.New(connection)
	if err != nil {
		return err
	}
	here := line{m, connection, js}
	if err := here.announce(open); err != nil {
		return err
	}
	if _, err := connection.QueueSubscribe("vault.*.operate."+plugin+"."+core, plugin, here.operate); err != nil {
		return err
	}
	m.isConnected.Store(true)
	group, ctx := errgroup.WithContext(open)
	group.Go(func() error { return here.consume(ctx, "VAULT_HOOKS", "vault.*.hook.>", readHook, handleHook) })
	group.Go(func() error {
		return here.consume(ctx, "VAULT_STEPS", "vault.*.step."+plugin+".>", readStep, participate)
	})
	group.Go(func() error { return here.relay(ctx) })
	group.Go(func() error { return here.beat(ctx) })
	return errors.Join(group.Wait(), context.Cause(open))
}

// announce writes the release and the manifest (clauses 6.1 and 6.6).
func (l line) announce(ctx context.Context) error {
	hash := hashOf(sdl)
	release := map[string]any{
		"plugin": plugin, "hash": hash, "sdl": sdl, "version": "1.0.0", "sdk": "0.2.0",
		"fires": []string{}, "hears": []string{heardType}, "answers": []string{}, "takesPart": []string{point},
		"settings": map[string]any{},
	}
	if err := l.put(ctx, registry+".release."+plugin+"."+hash, release); err != nil {
		return err
	}
	return l.put(ctx, manifests+"."+plugin, map[string]any{"answers": []string{}, "takesPart": []string{point}})
}

func (l line) put(ctx context.Context, subject string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = l.js.Publish(ctx, subject, body)
	return err
}

// beat writes the instance until the process leaves (clauses 6.2 to 6.4).
func (l line) beat(ctx context.Context) error {
	key := registry + ".instance." + plugin + "." + l.instance["id"].(string)
	for l.stopping.Err() == nil {
		if err := l.put(ctx, key, l.instance); err != nil {
			return err
		}
		either, cancel := context.WithTimeout(ctx, beat)
		stop := context.AfterFunc(l.stopping, cancel)
		<-either.Done()
		stop()
		cancel()
		if ctx.Err() != nil && l.left.Err() == nil {
			return ctx.Err()
		}
	}
	l.instance["isLeaving"] = true
	if err := l.put(ctx, key, l.instance); err != nil {
		return err
	}
	<-ctx.Done()
	gone := nats.NewMsg(key)
	gone.Header = nats.Header{"KV-Operation": {"DEL"}, "Nats-TTL": {"1h"}}
	_, err := l.js.PublishMsg(context.WithoutCancel(ctx), gone)
	return err
}

// operate answers an operator, by way of core (clause 10.3).
func (l line) operate(asked *nats.Msg) {
	id, org := asked.Header.Get("ce-id"), strings.Split(asked.Subject, ".")[1]
	body, err := json.Marshal(answerOrder(l.left, l.database, org, asked.Data))
	if id == "" || err != nil {
		return
	}
	_ = l.nats.Publish("vault."+org+".answer."+core+"."+plugin+"."+id, body)
}

// relay publishes the outbox in order, one process at a time (clause 11.2).
func (l line) relay(ctx context.Context) error {
	session, err := connectRelay(ctx)
	if err != nil {
		return err
	}
	defer session.Close(context.WithoutCancel(ctx))
	for isMine := false; !isMine; sleep(ctx, betweens) {
		const sql = "select pg_try_advisory_lock(hashtext('outbox " + schema + "'))"
		if err := session.QueryRow(ctx, sql).Scan(&isMine); err != nil {
			return err
		}
	}
	for ctx.Err() == nil {
		rows, err := unpublished(ctx, session)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := l.publish(ctx, session, row); err != nil {
				return err
			}
		}
		sleep(ctx, betweens/2)
	}
	return ctx.Err()
}

func instantOf(at time.Time) string { return at.UTC().Format(graph.Milliseconds) }
