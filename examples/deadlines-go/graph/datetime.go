// Package graph is what gqlgen makes of schema.graphql, and the scalar that it does not know.
package graph

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Milliseconds is the form of every instant in the vault (clause 2.4).
const Milliseconds = "2006-01-02T15:04:05.000Z"

// MarshalDateTime writes an instant.
func MarshalDateTime(instant time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(to io.Writer) {
		_, _ = io.WriteString(to, strconv.Quote(instant.UTC().Format(Milliseconds)))
	})
}

// UnmarshalDateTime reads an instant.
func UnmarshalDateTime(value any) (time.Time, error) {
	text, _ := value.(string)
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return instant, &gqlerror.Error{
			Message:    fmt.Sprintf("%v is not an instant in ISO 8601. Send one such as 2030-01-01T00:00:00.000Z.", value),
			Extensions: map[string]any{"code": "BAD_USER_INPUT"},
		}
	}
	return instant, nil
}
