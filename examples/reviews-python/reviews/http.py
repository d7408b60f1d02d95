"""HTTP (chapter 3)."""

import json
import logging
from contextlib import suppress

from graphql import GraphQLSyntaxError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from .assertion import Unauthenticated, verify
from .database import pool
from .schema import context_for, schema

MOST_BYTES = 10_000_000
CODES = {401: "UNAUTHENTICATED", 404: "NOT_FOUND"}
log = logging.getLogger(__name__)


def refusal(_: Request, error: HTTPException) -> JSONResponse:
    fault = {"message": error.detail, "extensions": {"code": CODES.get(error.status_code, "BAD_REQUEST")}}
    return JSONResponse({"errors": [fault]}, error.status_code, error.headers)


async def live(_: Request) -> JSONResponse:
    return JSONResponse({"status": "live"})


async def ready(_: Request) -> JSONResponse:
    try:
        async with pool.connection(timeout=1) as connection:
            await connection.execute("select 1")
        return JSONResponse({"status": "ready", "reasons": []})
    except Exception:
        return JSONResponse({"status": "not ready", "reasons": ["PostgreSQL does not answer."]}, 503)


async def read_body(request: Request) -> dict:
    media_type = request.headers.get("content-type", "").split(";")[0].strip()
    if media_type != "application/json" or request.headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(415, "Send the request as application/json, not compressed.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "The request is too large.")
    with suppress(ValueError):
        asked = json.loads(body)
        if isinstance(asked, dict) and isinstance(asked.get("query"), str):
            if isinstance(asked.get("variables"), dict | None):
                return asked
    raise HTTPException(400, 'Send a JSON object with a "query".')


async def graphql(request: Request) -> JSONResponse:
    try:
        tenant = verify(request.headers.get("x-vault-assertion", ""))
    except Unauthenticated:
        raise HTTPException(401, "This subgraph answers the gateway only.") from None
    asked = await read_body(request)
    result = await schema.execute(
        asked["query"],
        variable_values=asked.get("variables"),
        operation_name=asked.get("operationName"),
        context_value=context_for(tenant),
    )
    answer: dict = {"data": result.data}
    if result.errors:
        answer["errors"] = [formatted(error) for error in result.errors]
    return JSONResponse(answer)


def formatted(error) -> dict:
    shown = error.formatted
    if isinstance(error, GraphQLSyntaxError):
        return shown | {"extensions": {"code": "GRAPHQL_PARSE_FAILED"}}
    if error.path is None:
        return shown | {"extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}
    if "code" in (error.extensions or {}):
        return shown
    log.error("an operation failed", exc_info=error.original_error or error)
    return shown | {"message": "Something went wrong here.", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}


app = Starlette(
    routes=[
        Route("/health/live", live),
        Route("/health/ready", ready),
        Route("/graphql", graphql, methods=["POST"]),
    ],
    exception_handlers={HTTPException: refusal},
)
