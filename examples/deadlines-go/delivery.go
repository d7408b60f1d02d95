package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

const core = "Core"

var errForged = errors.New("the envelope does not fit the subject")

// recipient is the one handler of a repetition (clause 8.5).
type recipient struct{ plugin, handler string }

// delivery is a message with its envelope (chapter 8).
type delivery struct {
	id, kind, org, source, requestID, time, subject, topic string
	actor                                                  *string
	data                                                   json.RawMessage
	only                                                   *recipient
}

// readHook reads vault.<org>.hook.<sender>.[replay.]<topic>.
func readHook(subject string, headers nats.Header, data []byte) (delivery, error) {
	parts := strings.SplitN(subject, ".", 5)
	if len(parts) < 5 || parts[2] != "hook" {
		return delivery{}, errForged
	}
	topic, isReplay := strings.CutPrefix(parts[4], "replay.")
	read, err := readEnvelope(headers, data)
	read.subject, read.topic = subject, topic
	sender := read.source
	if read.only != nil {
		sender = read.only.plugin
	}
	if isReplay != (read.only != nil) || read.org != parts[1] || sender != parts[3] {
		err = cmp.Or(err, errForged)
	}
	return read, err
}

// readStep reads vault.<org>.step.<plugin>.<point>.<direction>.<asker>.
func readStep(subject string, headers nats.Header, data []byte) (delivery, error) {
	parts := strings.Split(subject, ".")
	if len(parts) != 7 || parts[2] != "step" {
		return delivery{}, errForged
	}
	read, err := readEnvelope(headers, data)
	read.subject, read.topic = subject, parts[4]
	if read.org != parts[1] || read.source != parts[6] {
		err = cmp.Or(err, errForged)
	}
	return read, err
}

func readEnvelope(headers nats.Header, data []byte) (delivery, error) {
	read := delivery{
		id:        headers.Get("ce-id"),
		kind:      headers.Get("ce-type"),
		org:       headers.Get("ce-org"),
		source:    strings.TrimPrefix(headers.Get("ce-source"), "/"),
		requestID: headers.Get("ce-requestid"),
		time:      headers.Get("ce-time"),
		data:      data,
	}
	if actor := headers.Get("ce-actor"); actor != "" {
		read.actor = &actor
	}
	if plugin := headers.Get("ce-plugin"); plugin != "" {
		handler, _ := url.PathUnescape(headers.Get("ce-handler"))
		read.only = &recipient{plugin, handler}
	}
	_, err := time.Parse(time.RFC3339, read.time)
	if err != nil || !isUUID(read.id) || (read.actor != nil && !isUUID(*read.actor)) || !json.Valid(data) {
		return read, errForged
	}
	return read, nil
}
