"""HTTP (chapter 3)."""

import json
import logging

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
log = logging.getLogger(__name__)


class Refused(Exception):
    def __init__(self, status: int, message: str, code: str = "BAD_REQUEST", headers: dict | None = None):
        self.status, self.message, self.code, self.headers = status, message, code, headers


def refusal(_: Request, error: Refused) -> JSONResponse:
    body = {"errors": [{"message": error.message, "extensions": {"code": error.code}}]}
    return JSONResponse(body, error.status, error.headers)


def not_found(request: Request, _: HTTPException) -> JSONResponse:
    return refusal(request, Refused(404, "Nothing is served at this path.", "NOT_FOUND"))


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
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, "Send the request not compressed.")
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Refused(415, "Send the request as application/json.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Refused(413, "The request is too large.")
    try:
        asked = json.loads(body)
    except ValueError:
        asked = None
    is_fit = isinstance(asked, dict) and isinstance(asked.get("query"), str) and asked["query"] != ""
    if not is_fit or not isinstance(asked.get("variables") or {}, dict) or asked.get("variables") == []:
        raise Refused(400, 'Send a JSON object with a "query".')
    return asked


async def graphql(request: Request) -> JSONResponse:
    if request.method != "POST":
        raise Refused(405, "Use POST.", headers={"allow": "POST"})
    try:
        tenant = verify(request.headers.get("x-vault-assertion"))
    except Unauthenticated:
        raise Refused(401, "This subgraph answers the gateway only.", "UNAUTHENTICATED") from None
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


METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]
app = Starlette(
    routes=[
        Route("/health/live", live),
        Route("/health/ready", ready),
        Route("/graphql", graphql, methods=METHODS),
    ],
    exception_handlers={Refused: refusal, 404: not_found},
)
