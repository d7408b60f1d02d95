"""The addresses of the process (clause 1.1), and the settings that it does not have (15.1)."""

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

NAME = "Reviews"
SCHEMA = "reviews"
host = os.environ.get("HOST", "127.0.0.1")
port = int(os.environ.get("PORT", "0"))
database_url = os.environ.get("DATABASE_URL", "")
owner_database_url = os.environ.get("OWNER_DATABASE_URL", "")
nats = urlsplit(os.environ.get("NATS_URL", ""))
assertion_keys = os.environ.get("NIMBUS_ASSERTION_PUBLIC_KEY", "{}")
url = os.environ.get("NIMBUS_URL", f"http://{host}:{port}/graphql")
settings = os.environ.get("NIMBUS_SETTINGS", "")
if settings and json.loads(Path(settings).read_text()).get(NAME):
    sys.exit(f"{settings}: {NAME}: it has no settings. Remove the section.")
