"""The part of the graph (chapter 2): a list, and a field that is contributed to core's Document."""

from datetime import datetime
from typing import Annotated, NewType, Optional, Union
from uuid import UUID, uuid4

import strawberry
from strawberry.dataloader import DataLoader
from strawberry.federation.schema_directives import Shareable
from strawberry.permission import BasePermission
from strawberry.schema.config import StrawberryConfig
from strawberry.schema_directive import Location

from .assertion import Tenant
from .database import is_on, iso, transaction

MOST = 100


DateTime = NewType("DateTime", datetime)


@strawberry.schema_directive(locations=[Location.FIELD_DEFINITION], name="role")
class Role:
    needs: str
    scopes: Optional[list[str]] = strawberry.UNSET


class Enabled(BasePermission):
    message = "Reviews is turned off for this organization. An admin turns it on with enablePlugin."
    error_extensions = {"code": "PLUGIN_NOT_ENABLED"}

    async def has_permission(self, source, info: strawberry.Info, **kwargs) -> bool:
        return await info.context["is_on"].load(info.context["tenant"].org)


class Member(BasePermission):
    message = "The field needs the role member."
    error_extensions = {"code": "FORBIDDEN"}

    def has_permission(self, source, info: strawberry.Info, **kwargs) -> bool:
        return info.context["tenant"].has_role("member")


@strawberry.interface
class Node:
    id: strawberry.ID


@strawberry.federation.type(keys=["id"])
class Review(Node):
    document: Optional["Document"]
    rating: int
    text: str
    created_at: DateTime

    @classmethod
    async def resolve_reference(cls, info: strawberry.Info, id: strawberry.ID) -> Optional["Review"]:
        if not await Enabled().has_permission(None, info):
            return None
        async with transaction(info.context["tenant"].org) as open_:
            row = await (await open_.execute("select * from review where id = %s", [UUID(id)])).fetchone()
        return row and review(row)


@strawberry.federation.type(keys=["id"])
class Document:
    id: strawberry.ID

    @classmethod
    async def resolve_reference(cls, info: strawberry.Info, id: strawberry.ID) -> Optional["Document"]:
        return cls(id=id) if await Enabled().has_permission(None, info) else None

    @strawberry.field(description="The newest hundred reviews of the document.")
    async def reviews(self, info: strawberry.Info) -> Optional[list[Review]]:
        return await info.context["reviews_of"].load(str(self.id))


@strawberry.interface
class Failure:
    message: str


@strawberry.type(directives=[Shareable()])
class InvalidInput(Failure):
    path: list[str]


AddReviewResult = Annotated[Union[Review, InvalidInput], strawberry.union("AddReviewResult")]


def review(row: dict) -> Review:
    document = Document(id=strawberry.ID(str(row["document_id"])))
    return Review(
        id=strawberry.ID(str(row["id"])),
        document=document,
        rating=row["rating"],
        text=row["text"],
        created_at=row["created_at"],
    )


@strawberry.type
class Query:
    @strawberry.field(description="The newest hundred reviews of the organization.", permission_classes=[Enabled])
    async def reviews(self, info: strawberry.Info) -> Optional[list[Review]]:
        async with transaction(info.context["tenant"].org) as open_:
            found = await open_.execute("select * from review order by created_at desc, id limit %s", [MOST])
            return [review(row) for row in await found.fetchall()]


@strawberry.type
class Mutation:
    @strawberry.field(
        description="Reviews a document.", directives=[Role(needs="member")], permission_classes=[Enabled, Member]
    )
    async def add_review(
        self, info: strawberry.Info, document_id: strawberry.ID, rating: int, text: str
    ) -> Optional[AddReviewResult]:
        tenant: Tenant = info.context["tenant"]
        if not 1 <= rating <= 5:
            return InvalidInput(message="A rating is from 1 to 5.", path=["rating"])
        try:
            document = UUID(document_id)
        except ValueError:
            return InvalidInput(message="This is the id of no document.", path=["documentId"])
        async with transaction(tenant.org) as open_:
            made = await open_.execute(
                """insert into review (org, id, document_id, rating, text, written_by)
                   values (%s, %s, %s, %s, %s, %s) returning *""",
                [tenant.org, uuid4(), document, rating, text, tenant.user],
            )
            return review(await made.fetchone())


def context_for(tenant: Tenant) -> dict:
    async def load(ids: list[str]) -> list[list[Review]]:
        async with transaction(tenant.org) as open_:
            found = await open_.execute(
                "select * from review where document_id = any(%s) order by created_at desc, id",
                [[UUID(id) for id in ids]],
            )
            rows = await found.fetchall()
        return [[review(row) for row in rows if str(row["document_id"]) == id][:MOST] for id in ids]

    async def look(orgs: list[str]) -> list[bool]:
        return [await is_on(org) for org in orgs]

    return {"tenant": tenant, "reviews_of": DataLoader(load_fn=load), "is_on": DataLoader(load_fn=look)}


schema = strawberry.federation.Schema(
    federation_version="2.9",
    query=Query,
    mutation=Mutation,
    types=[Document, Review],
    config=StrawberryConfig(
        scalar_map={DateTime: strawberry.scalar(name="DateTime", serialize=iso, parse_value=datetime.fromisoformat)}
    ),
)
sdl: str = schema.execute_sync("{ _service { sdl } }").data["_service"]["sdl"]
