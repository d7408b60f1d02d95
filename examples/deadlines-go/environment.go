package main

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
)

const (
	plugin = "Deadlines"
	schema = "deadlines"
)

//go:embed schema.graphql
var sdl string

// The addresses of the process (clause 1.1).
var env = struct{ host, port, databaseURL, ownerURL, natsURL, assertionKeys, url string }{
	host:          cmp.Or(os.Getenv("HOST"), "127.0.0.1"),
	port:          cmp.Or(os.Getenv("PORT"), "4400"),
	databaseURL:   os.Getenv("DATABASE_URL"),
	ownerURL:      os.Getenv("OWNER_DATABASE_URL"),
	natsURL:       os.Getenv("NATS_URL"),
	assertionKeys: os.Getenv("NIMBUS_ASSERTION_PUBLIC_KEY"),
	url:           cmp.Or(os.Getenv("NIMBUS_URL"), "http://"+os.Getenv("HOST")+":"+os.Getenv("PORT")+"/graphql"),
}

// refuseSettings is clause 15.1 for a plugin without settings.
func refuseSettings() error {
	file := os.Getenv("NIMBUS_SETTINGS")
	if file == "" {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var sections map[string]json.RawMessage
	var section map[string]any
	if err := json.Unmarshal(text, &sections); err != nil {
		return fmt.Errorf("%s is not JSON: %w", file, err)
	}
	if own := sections[plugin]; own == nil {
		return nil
	} else if err := json.Unmarshal(own, &section); err != nil || len(section) > 0 {
		return fmt.Errorf("%s has no settings, but %s has some under %q. Remove them", plugin, file, plugin)
	}
	return nil
}
