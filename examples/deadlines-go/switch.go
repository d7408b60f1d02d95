package main

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The switch of an organization (chapter 16). Nothing is set aside, because the one hook is entity.deleted.
const (
	isOnSQL       = "select not exists (select from plugin_switch where org = $1 and not is_on)"
	readSwitchSQL = `
		select json_build_object('id', 'Deadlines', 'plugin', 'Deadlines', 'isOn', coalesce(is_on, true), 'changedAt', changed_at,
			'waiting', 0, 'forgotten', coalesce(forgotten, '{}'))
			from (select) as one left join plugin_switch on true`
	turnSQL = `
		insert into plugin_switch as known (org, is_on, version) values (current_setting('vault.org'), $1, 1)
		on conflict (org) do update set is_on = excluded.is_on, version = known.version + 1, changed_at = clock_timestamp()
			where known.is_on <> excluded.is_on`
	recentSwitchesSQL = `
		select org, version, json_build_object('plugin', 'Deadlines', 'org', org, 'isOn', is_on, 'version', version,
			'at', to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
			from plugin_switch where changed_at > $1`
	overlap = time.Minute
)

func isOnFor(ctx context.Context, database *pgxpool.Pool, org string) (isOn bool, err error) {
	err = inOrg(ctx, database, org, func(open pgx.Tx) error { return open.QueryRow(ctx, isOnSQL, org).Scan(&isOn) })
	return isOn, err
}

// behindSwitch refuses the root fields while the plugin is off (clause 16.4); references see to themselves.
func behindSwitch(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	isRoot := field.Object == "Query" || field.Object == "Mutation"
	if !isRoot || strings.HasPrefix(field.Field.Name, "_") {
		return next(ctx)
	}
	isOn, err := askedOf(ctx).isOn()
	if err == nil && !isOn {
		err = fault("PLUGIN_NOT_ENABLED", plugin+" is off for this organization. An admin can enable it.")
	}
	if err != nil {
		return nil, err
	}
	return next(ctx)
}

// mirror publishes each switch once for each connection, and each change (clause 16.3).
type mirror map[string]int

func (m mirror) publish(ctx context.Context, session *pgx.Conn, l line) error {
	since := time.Now().Add(-overlap)
	if len(m) == 0 {
		since = time.Time{}
	}
	rows, err := session.Query(ctx, recentSwitchesSQL, since)
	if err != nil {
		return err
	}
	type state struct {
		Org     string
		Version int
		Entry   json.RawMessage
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[state])
	for _, each := range all {
		if m[each.Org] == each.Version {
			continue
		}
		if err := l.put(ctx, registry+".switched."+plugin+"."+each.Org, each.Entry); err != nil {
			return err
		}
		m[each.Org] = each.Version
	}
	return err
}
