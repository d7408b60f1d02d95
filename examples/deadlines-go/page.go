package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"nimbusvault.example/deadlines/graph"
)

const (
	defaultSize = 20
	mostSize    = 100
)

// cursor is the place of a deadline in the list; that of nothing is null for PostgreSQL.
type cursor struct {
	DueAt *time.Time
	ID    *string
}

func cursorOf(deadline *graph.Deadline) string {
	text, _ := json.Marshal(cursor{&deadline.DueAt, &deadline.ID})
	return base64.RawURLEncoding.EncodeToString(text)
}

func readCursor(text *string) (place cursor, err error) {
	if text == nil {
		return place, nil
	}
	decoded, err := base64.RawURLEncoding.DecodeString(*text)
	if err == nil {
		err = json.Unmarshal(decoded, &place)
	}
	if err != nil || place.DueAt == nil || place.ID == nil || !isUUID(*place.ID) {
		return place, fault("BAD_USER_INPUT", "This is not a cursor of this list. Take it from pageInfo or an edge.")
	}
	return place, nil
}

func sizeOf(first, last *int) (int, error) {
	size := defaultSize
	switch {
	case first != nil && last != nil:
		return 0, fault("BAD_USER_INPUT", `Give either "first" or "last", not both.`)
	case first != nil:
		size = *first
	case last != nil:
		size = *last
	}
	if size < 0 || size > mostSize {
		return 0, fault("BAD_USER_INPUT", fmt.Sprintf("A page has from 0 to %d nodes; got %d.", mostSize, size))
	}
	return size, nil
}

// Deadlines is a Relay connection (clause 2.10).
func (q queries) Deadlines(ctx context.Context, first *int, after *string, last *int, before *string) (*graph.DeadlineConnection, error) {
	size, err := sizeOf(first, last)
	if err != nil {
		return nil, err
	}
	from, err := readCursor(after)
	if err != nil {
		return nil, err
	}
	to, err := readCursor(before)
	if err != nil {
		return nil, err
	}
	order := "due_at, id"
	if last != nil {
		order = "due_at desc, id desc"
	}
	found, err := q.find(ctx, `
		select `+columns+` from deadline
		 where ($1::timestamptz is null or (due_at, id) > ($1, $2::uuid))
			 and ($3::timestamptz is null or (due_at, id) < ($3, $4::uuid))
		 order by `+order+` limit $5`, from.DueAt, from.ID, to.DueAt, to.ID, size+1)
	if err != nil {
		return nil, err
	}
	hasMore := len(found) > size
	found = found[:min(size, len(found))]
	if last != nil {
		slices.Reverse(found)
		return connectionOf(found, before != nil, hasMore), nil
	}
	return connectionOf(found, hasMore, after != nil), nil
}

func connectionOf(found []*graph.Deadline, hasNext, hasPrevious bool) *graph.DeadlineConnection {
	connection := &graph.DeadlineConnection{
		Edges:    []*graph.DeadlineEdge{},
		PageInfo: &graph.PageInfo{HasNextPage: hasNext, HasPreviousPage: hasPrevious},
	}
	for _, deadline := range found {
		connection.Edges = append(connection.Edges, &graph.DeadlineEdge{Cursor: cursorOf(deadline), Node: deadline})
	}
	if count := len(connection.Edges); count > 0 {
		connection.PageInfo.StartCursor = &connection.Edges[0].Cursor
		connection.PageInfo.EndCursor = &connection.Edges[count-1].Cursor
	}
	return connection
}

// TotalCount is queried where it is asked for.
func (c connections) TotalCount(ctx context.Context, _ *graph.DeadlineConnection) (count int, err error) {
	err = inOrg(ctx, c.database, askedOf(ctx).Org, func(open pgx.Tx) error {
		return open.QueryRow(ctx, "select count(*) from deadline").Scan(&count)
	})
	return count, err
}
