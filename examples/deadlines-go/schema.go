package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"nimbusvault.example/deadlines/graph"
)

const mostNote = 1000

// asked is what a resolver knows of its request.
type asked struct {
	tenant
	requestID, idempotencyKey string
	isOn                      func() (bool, error)
}

type askedKey struct{}

func askedOf(ctx context.Context) asked { return ctx.Value(askedKey{}).(asked) }

// fault is an error that the caller may see (clause 3.7).
func fault(code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}

// present masks an error that no caller may see, and logs the truth.
func present(ctx context.Context, err error) *gqlerror.Error {
	shown := graphql.DefaultErrorPresenter(ctx, err)
	if _, isCoded := shown.Extensions["code"]; isCoded {
		return shown
	}
	masked := fault("INTERNAL_SERVER_ERROR", "Something went wrong here. The log has the cause.")
	var refused *pgconn.PgError
	var unreached *pgconn.ConnectError
	switch {
	case errors.As(err, &refused) && refused.Code[:2] == "22":
		masked = fault("BAD_USER_INPUT", "A value in the input cannot be stored. Change it.")
	case errors.As(err, &unreached), errors.As(err, &refused) && refused.Code[:2] == "57":
		masked = fault("DATABASE_UNAVAILABLE", "The database is not available. Try again.")
	}
	request := askedOf(ctx)
	slog.Error("an operation failed", "err", err, "org", request.Org, "requestId", request.requestID)
	masked.Path = shown.Path
	return masked
}

// role enforces @role (clause 4.9).
func role(ctx context.Context, _ any, next graphql.Resolver, needs string, scopes []string) (any, error) {
	if caller := askedOf(ctx); !caller.hasRole(needs) || !caller.hasScopes(scopes) {
		return nil, fault("FORBIDDEN", "This needs the role "+needs+". Ask an admin for it.")
	}
	return next(ctx)
}

type root struct{ database *pgxpool.Pool }

func (r root) Query() graph.QueryResolver                           { return queries{r} }
func (r root) Mutation() graph.MutationResolver                     { return mutations{r} }
func (r root) Entity() graph.EntityResolver                         { return entities{r} }
func (r root) Document() graph.DocumentResolver                     { return documents{r} }
func (r root) DeadlineConnection() graph.DeadlineConnectionResolver { return connections{r} }

type (
	queries     struct{ root }
	mutations   struct{ root }
	entities    struct{ root }
	documents   struct{ root }
	connections struct{ root }
)

const columns = "id, document_id, note, due_at, keeper_id"

// find returns the deadlines of the caller's organization that a statement selects.
func (r root) find(ctx context.Context, sql string, values ...any) (found []*graph.Deadline, err error) {
	err = inOrg(ctx, r.database, askedOf(ctx).Org, func(open pgx.Tx) error {
		found, err = collect(ctx, open, sql, values...)
		return err
	})
	return found, err
}

func collect(ctx context.Context, open pgx.Tx, sql string, values ...any) ([]*graph.Deadline, error) {
	rows, err := open.Query(ctx, sql, values...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (*graph.Deadline, error) {
		deadline := &graph.Deadline{Document: &graph.Document{}}
		var keeper *string
		err := row.Scan(&deadline.ID, &deadline.Document.ID, &deadline.Note, &deadline.DueAt, &keeper)
		if keeper != nil {
			deadline.Keeper = &graph.User{ID: *keeper}
		}
		return deadline, err
	})
}

func (e entities) FindManyDeadlineByIDs(ctx context.Context, wanted []*graph.DeadlineByIDsInput) ([]*graph.Deadline, error) {
	all := make([]*graph.Deadline, len(wanted))
	if isOn, err := askedOf(ctx).isOn(); !isOn {
		return all, err
	}
	ids := make([]string, len(wanted))
	for index, each := range wanted {
		ids[index] = each.ID
	}
	found, err := e.find(ctx, "select "+columns+" from deadline where id = any($1)", slices.DeleteFunc(ids, isNoUUID))
	byID := map[string]*graph.Deadline{}
	for _, deadline := range found {
		byID[deadline.ID] = deadline
	}
	for index, each := range wanted {
		all[index] = byID[each.ID]
	}
	return all, err
}

// FindManyDocumentByIDs loads the deadlines of all of them with one statement.
func (e entities) FindManyDocumentByIDs(ctx context.Context, wanted []*graph.DocumentByIDsInput) ([]*graph.Document, error) {
	all := make([]*graph.Document, len(wanted))
	if isOn, err := askedOf(ctx).isOn(); !isOn {
		return all, err
	}
	ids := make([]string, len(wanted))
	for index, each := range wanted {
		all[index], ids[index] = &graph.Document{ID: each.ID, Deadlines: []*graph.Deadline{}}, each.ID
	}
	found, err := e.ofDocuments(ctx, ids)
	for _, deadline := range found {
		for _, document := range all {
			if document.ID == deadline.Document.ID {
				document.Deadlines = append(document.Deadlines, deadline)
			}
		}
	}
	return all, err
}

func (r root) ofDocuments(ctx context.Context, ids []string) ([]*graph.Deadline, error) {
	return r.find(ctx, `
		select `+columns+` from (
			select *, row_number() over (partition by document_id order by due_at, id) as place
				from deadline where document_id = any($1)) numbered
		 where place <= 100 order by due_at, id`, slices.DeleteFunc(ids, isNoUUID))
}

// Deadlines finds those of a document that is not one of the gateway's references.
func (d documents) Deadlines(ctx context.Context, document *graph.Document) ([]*graph.Deadline, error) {
	if document.Deadlines != nil {
		return document.Deadlines, nil
	}
	return d.ofDocuments(ctx, []string{document.ID})
}

func (m mutations) AddDeadline(ctx context.Context, documentID, note string, dueAt time.Time) (graph.AddDeadlineResult, error) {
	if !isUUID(documentID) {
		return graph.InvalidInput{Message: "This is not the id of a document.", Path: []string{"documentId"}}, nil
	}
	if note == "" || len([]rune(note)) > mostNote {
		return graph.InvalidInput{Message: "A note has from 1 to 1000 characters.", Path: []string{"note"}}, nil
	}
	request := askedOf(ctx)
	var added []*graph.Deadline
	err := inOrg(ctx, m.database, request.Org, func(open pgx.Tx) (err error) {
		if err := admit(ctx, open, request.tenant); err != nil {
			return err
		}
		added, err = collect(ctx, open, `
			insert into deadline (org, id, document_id, note, due_at, keeper_id) values ($1, $2, $3, $4, $5, $6)
			on conflict (org, id) do update set id = excluded.id returning `+columns,
			request.Org, idFor(ctx, request), documentID, note, dueAt, request.userID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return added[0], nil
}

// admit refuses a user who has left (clause 14.2).
func admit(ctx context.Context, open pgx.Tx, caller tenant) error {
	if caller.userID == nil {
		return nil
	}
	var isAdmitted bool
	const sql = "select admit_user($1, $2, '00000000-0000-0000-0000-000000000000')"
	if err := open.QueryRow(ctx, sql, caller.Org, caller.userID).Scan(&isAdmitted); err != nil {
		return err
	}
	if !isAdmitted {
		return fault("ACCESS_REVOKED", "Nothing was done, because this user has left the organization.")
	}
	return nil
}

// idFor makes the same id for a mutation that is repeated under its idempotency key (clause 3.9).
func idFor(ctx context.Context, request asked) string {
	if request.idempotencyKey == "" {
		return uuid.NewString()
	}
	by := request.Org + " " + string(request.User) + " " + graphql.GetPath(ctx).String() + " " + request.idempotencyKey
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(by)).String()
}
