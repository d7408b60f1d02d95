package main

import (
	"context"
	"strings"

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
