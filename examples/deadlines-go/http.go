package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"nimbusvault.example/deadlines/graph"
)

const (
	mostBytes   = 10_000_000
	longestWait = 10 * time.Second
)

// refusal is an answer to a request that GraphQL never sees (clause 3.4).
type refusal struct {
	status        int
	code, message string
}

type server struct {
	database  *pgxpool.Pool
	keys      keys
	executor  *executor.Executor
	hasBroker func() bool
}

// handler serves what chapter 3 lists, and refuses all else.
func (s *server) handler() http.Handler {
	s.executor = executor.New(graph.NewExecutableSchema(graph.Config{
		Resolvers:  root{s.database},
		Directives: graph.DirectiveRoot{Role: role},
	}))
	s.executor.Use(extension.Introspection{}) // _service needs it
	s.executor.AroundFields(behindSwitch)
	s.executor.SetErrorPresenter(present)
	s.executor.SetRecoverFunc(func(_ context.Context, cause any) error { return fmt.Errorf("panic: %v", cause) })
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health/live", func(to http.ResponseWriter, _ *http.Request) {
		answer(to, http.StatusOK, map[string]string{"status": "live"})
	})
	routes.HandleFunc("GET /health/ready", s.ready)
	routes.HandleFunc("/graphql", s.graphql)
	routes.HandleFunc("/", func(to http.ResponseWriter, _ *http.Request) {
		refuse(to, refusal{http.StatusNotFound, "NOT_FOUND", "Nothing is served at this path."})
	})
	return routes
}

func answer(to http.ResponseWriter, status int, body any) {
	to.Header().Set("content-type", "application/json; charset=utf-8")
	to.WriteHeader(status)
	_ = json.NewEncoder(to).Encode(body)
}

func refuse(to http.ResponseWriter, why refusal) {
	answer(to, why.status, map[string]any{"errors": gqlerror.List{fault(why.code, why.message)}})
}

func (s *server) ready(to http.ResponseWriter, request *http.Request) {
	ctx, cancel := context.WithTimeout(request.Context(), time.Second)
	defer cancel()
	status, state, reasons := http.StatusOK, "ready", []string{}
	if !s.hasBroker() {
		state, reasons = "degraded", append(reasons, "NATS is not available: hooks wait.")
	}
	if s.database.Ping(ctx) != nil {
		status, state = http.StatusServiceUnavailable, "not ready"
		reasons = append(reasons, "PostgreSQL is not available: no request can succeed.")
	}
	answer(to, status, map[string]any{"status": state, "reasons": reasons})
}

func (s *server) graphql(to http.ResponseWriter, request *http.Request) {
	if request.Method != http.MethodPost {
		to.Header().Set("allow", http.MethodPost)
		refuse(to, refusal{http.StatusMethodNotAllowed, "BAD_REQUEST", "Use POST."})
		return
	}
	caller, err := s.keys.verify(request.Header.Get("x-vault-assertion"))
	if err != nil {
		refuse(to, refusal{http.StatusUnauthorized, "UNAUTHENTICATED", "This subgraph answers gateways alone."})
		return
	}
	params, refused := readBody(to, request)
	if refused != nil {
		refuse(to, *refused)
		return
	}
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(request.Context()), longestWait)
	defer cancel()
	about := asked{*caller, request.Header.Get("x-request-id"), request.Header.Get("idempotency-key"),
		sync.OnceValues(func() (bool, error) { return isOnFor(ctx, s.database, caller.Org) })}
	ctx = context.WithValue(ctx, askedKey{}, about)
	answer(to, http.StatusOK, s.execute(ctx, params))
}

func (s *server) execute(ctx context.Context, params *graphql.RawParams) *graphql.Response {
	operation, faults := s.executor.CreateOperationContext(ctx, params)
	if faults != nil {
		return s.executor.DispatchError(graphql.WithOperationContext(ctx, operation), faults)
	}
	next, ctx := s.executor.DispatchOperation(ctx, operation)
	if response := next(ctx); response != nil {
		return response
	}
	slog.Warn("an operation took too long", "requestId", askedOf(ctx).requestID)
	return &graphql.Response{Errors: gqlerror.List{fault("INTERNAL_SERVER_ERROR", "It took too long.")}}
}

func readBody(to http.ResponseWriter, request *http.Request) (*graphql.RawParams, *refusal) {
	media, _, err := mime.ParseMediaType(request.Header.Get("content-type"))
	if err != nil || media != "application/json" || request.Header.Get("content-encoding") != "" {
		return nil, &refusal{http.StatusUnsupportedMediaType, "BAD_REQUEST", "Send application/json, not compressed."}
	}
	var params graphql.RawParams
	body := json.NewDecoder(http.MaxBytesReader(to, request.Body, mostBytes))
	body.UseNumber()
	err = body.Decode(&params)
	if err == nil {
		_, err = body.Token()
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, &refusal{http.StatusRequestEntityTooLarge, "BAD_REQUEST", "The request has more than 10 MB."}
	}
	if !errors.Is(err, io.EOF) || params.Query == "" {
		return nil, &refusal{http.StatusBadRequest, "BAD_REQUEST", `Send a JSON object with a "query".`}
	}
	return &params, nil
}
