// Deadlines is a plugin without the SDK, as docs/plugin-contract.md describes one.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	parting     = 600 * time.Millisecond
	longestStop = 8 * time.Second
)

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	commands := map[string]func(context.Context) error{"migrate": migrate, "serve": serve}
	command := commands[append(os.Args, "")[1]]
	if command == nil {
		fmt.Fprintln(os.Stderr, "Usage: deadlines migrate | serve")
		os.Exit(2)
	}
	stopping, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := command(stopping); err != nil {
		slog.Error("it ended", "err", err)
		os.Exit(1)
	}
}

// serve is the process, from its start to its end (chapter 1).
func serve(stopping context.Context) error {
	keys, err := readKeys(env.assertionKeys)
	if err = errors.Join(err, refuseSettings()); err != nil {
		return err
	}
	database, err := pgxpool.New(context.Background(), env.databaseURL)
	if err != nil {
		return err
	}
	defer database.Close()
	left, leave := context.WithCancel(context.Background())
	messenger := &messenger{database: database, stopping: stopping, left: left}
	served := &server{database: database, keys: keys, hasBroker: messenger.isConnected.Load}
	web := &http.Server{Handler: served.handler(), ReadTimeout: longestWait}
	listener, err := net.Listen("tcp", net.JoinHostPort(env.host, env.port)) // gateways call it as soon as it is announced
	if err != nil {
		leave()
		return err
	}
	failed, gone := make(chan error, 1), make(chan struct{})
	go func() { failed <- web.Serve(listener) }()
	go func() { defer close(gone); messenger.keepConnected() }()
	select {
	case err = <-failed:
	case <-stopping.Done():
		time.Sleep(parting)
		limited, cancel := context.WithTimeout(context.Background(), longestStop)
		defer cancel()
		err = web.Shutdown(limited)
	}
	leave()
	<-gone
	return err
}
