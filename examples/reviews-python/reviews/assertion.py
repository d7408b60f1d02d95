"""The caller, as the gateway names it (chapter 4)."""

import base64
import hashlib
import json
import re
import time
from dataclasses import dataclass
from uuid import UUID

import jwt

from . import environment as env

LIFETIME = LEEWAY = 60
ORG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\Z")
ROLES = ("member", "admin")


class Unauthenticated(Exception):
    pass


@dataclass(frozen=True)
class Tenant:
    org: str
    user: str | None
    roles: tuple[str, ...]

    def has_role(self, needed: str) -> bool:
        return any(ROLES.index(role) >= ROLES.index(needed) for role in self.roles)


def _keys() -> list[jwt.PyJWK]:
    parsed = json.loads(env.assertion_keys)
    keys = [key for key in parsed.get("keys", [parsed]) if key]
    return [jwt.PyJWK({"kid": _thumbprint(key)} | key, algorithm="EdDSA") for key in keys]


def _thumbprint(key: dict) -> str:
    """RFC 7638, for a key that names none itself (clause 4.3)."""
    members = json.dumps({name: key[name] for name in ("crv", "kty", "x")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(members.encode()).digest()).rstrip(b"=").decode()


KEYS = _keys()


def verify(assertion: str | None) -> Tenant:
    try:
        kid = jwt.get_unverified_header(assertion or "").get("kid")
        key = KEYS[0] if kid is None else next(key for key in KEYS if key.key_id == kid)
        claims = jwt.decode(
            assertion or "",
            key,
            algorithms=["EdDSA"],
            audience=env.NAME,
            issuer="nimbusvault-gateway",
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss"]},
        )
        if time.time() - claims["iat"] > LIFETIME + LEEWAY:
            raise Unauthenticated
        return _tenant(claims)
    except Exception as error:
        raise Unauthenticated from error


def _tenant(claims: dict) -> Tenant:
    org, user, roles = claims["org"], claims["user"], claims["roles"]
    scopes = claims.get("scopes", [])
    if not ORG.match(org) or not isinstance(roles, list) or not set(roles) <= set(ROLES):
        raise Unauthenticated
    if not isinstance(scopes, list) or not all(isinstance(scope, str) for scope in scopes):
        raise Unauthenticated
    return Tenant(org, None if user is None else str(UUID(user)), tuple(roles))
