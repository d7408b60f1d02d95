package main

import (
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"
)

const (
	lifetime   = time.Minute
	leeway     = time.Minute
	mostScopes = 50
)

var (
	errUnauthenticated = errors.New("the assertion is not valid")
	orgSlug            = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)
	pluginName         = regexp.MustCompile(`^[A-Z][A-Za-z0-9_]*$`)
	roles              = []string{"member", "admin"} // each includes those before it
)

// tenant is the caller, as the gateway names it (chapter 4).
type tenant struct {
	Org     string          `json:"org"`
	User    json.RawMessage `json:"user"`
	Roles   []string        `json:"roles"`
	Scopes  []string        `json:"scopes"`
	Service *string         `json:"service"`
	userID  *string
}

func (t tenant) hasRole(needed string) bool {
	return slices.ContainsFunc(t.Roles, func(role string) bool {
		return slices.Index(roles, role) >= slices.Index(roles, needed)
	})
}

func (t tenant) hasScopes(needed []string) bool {
	return !slices.ContainsFunc(needed, func(scope string) bool { return !slices.Contains(t.Scopes, scope) })
}

// complete reads the user, and refuses claims that assertion-claims.json does not allow.
func (t *tenant) complete() error {
	isNamed := t.User != nil && json.Unmarshal(t.User, &t.userID) == nil && (t.userID == nil || isUUID(*t.userID))
	isKnown := t.Roles != nil && t.hasKnownRoles() && len(t.Scopes) <= mostScopes
	isService := t.Service == nil || pluginName.MatchString(*t.Service)
	if !orgSlug.MatchString(t.Org) || !isNamed || !isKnown || !isService {
		return errUnauthenticated
	}
	return nil
}

func (t tenant) hasKnownRoles() bool {
	return !slices.ContainsFunc(t.Roles, func(role string) bool { return !slices.Contains(roles, role) })
}

func isUUID(text string) bool   { return len(text) == 36 && uuid.Validate(text) == nil }
func isNoUUID(text string) bool { return !isUUID(text) }

// keys are the public keys of gateways; each has a kid (clause 4.3).
type keys []jose.JSONWebKey

func readKeys(text string) (keys, error) {
	var set jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(text), &set); err != nil {
		return nil, err
	}
	if len(set.Keys) == 0 {
		set.Keys = make([]jose.JSONWebKey, 1)
		if err := json.Unmarshal([]byte(text), &set.Keys[0]); err != nil {
			return nil, err
		}
	}
	for index := range set.Keys {
		key := &set.Keys[index]
		if key.KeyID != "" {
			continue
		}
		thumbprint, err := key.Thumbprint(crypto.SHA256)
		if err != nil {
			return nil, err
		}
		key.KeyID = base64.RawURLEncoding.EncodeToString(thumbprint)
	}
	return set.Keys, nil
}

func (all keys) verify(assertion string) (*tenant, error) {
	token, err := jwt.ParseSigned(assertion, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		return nil, errUnauthenticated
	}
	kid := token.Headers[0].KeyID
	place := slices.IndexFunc(all, func(key jose.JSONWebKey) bool { return kid == "" || key.KeyID == kid })
	if place < 0 {
		return nil, errUnauthenticated
	}
	var said jwt.Claims
	var caller tenant
	if err := token.Claims(all[place].Key, &said, &caller); err != nil || said.IssuedAt == nil || said.Expiry == nil {
		return nil, errUnauthenticated
	}
	now := time.Now()
	wanted := jwt.Expected{Issuer: "nimbusvault-gateway", AnyAudience: jwt.Audience{plugin}, Time: now}
	if said.ValidateWithLeeway(wanted, leeway) != nil || now.Sub(said.IssuedAt.Time()) > lifetime+leeway {
		return nil, errUnauthenticated
	}
	return &caller, caller.complete()
}
