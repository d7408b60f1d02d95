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


def thumbprint(key: dict) -> str:
    """RFC 7638, for a key that names none itself (clause 4.3)."""
    members = json.dumps({name: key[name] for name in ("crv", "kty", "x")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(members.encode()).digest()).rstrip(b"=").decode()


PARSED = json.loads(env.assertion_keys)
KEYS = [
    jwt.PyJWK({"kid": thumbprint(key)} | key, algorithm="EdDSA") for key in PARSED.get("keys", [PARSED]) if key
]


def verify(assertion: str) -> Tenant:
    try:
        kid = jwt.get_unverified_header(assertion).get("kid", KEYS[0].key_id)
        claims = jwt.decode(
            assertion,
            next(key for key in KEYS if key.key_id == kid),
            algorithms=["EdDSA"],
            audience=env.NAME,
            issuer="nimbusvault-gateway",
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss"]},
        )
        org, user, roles, scopes = claims["org"], claims["user"], claims["roles"], claims.get("scopes", [])
        is_fit = ORG.match(org) and isinstance(roles, list) and set(roles) <= set(ROLES) and isinstance(scopes, list)
        if not is_fit or time.time() - claims["iat"] > LIFETIME + LEEWAY:
            raise Unauthenticated
        return Tenant(org, user and str(UUID(user)), tuple(roles))
    except Exception as error:
        raise Unauthenticated from error
