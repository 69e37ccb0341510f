"""Helpers of the tests of the interface: clients with a key, every operation there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import Client
from tests.web import driving

from downrange.registry.models import User
from downrange.web import tokens
from downrange.web.api.entry import api
from downrange.web.policy import Action

ROOT = "/api/v1"
FILLED = {
    "case": driving.CASE,
    "sequence": "1",
    "measure": "none",
    "number": "999999",
    "claim": "debt",
    "asset": "none",
    "reference": "NONE",
    "sha256": "0" * 64,
}


def secret_of(user: str, *scopes: str) -> str:
    """A key of a user: with all that the user may give, or with some scopes."""
    owner = User.objects.get(username=user)
    wanted = scopes or tuple(one.value for one in tokens.grantable(owner))
    return tokens.make(owner, "test", wanted)[1]


def keyed(user: str, *scopes: str) -> Client:
    """A client that comes with a key of a user."""
    return Client(headers={"Authorization": f"Bearer {secret_of(user, *scopes)}"})


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(f"{ROOT}{path}", body, content_type="application/json", headers=headers)


def operations() -> Iterator[tuple[str, str, Action | None]]:
    """Give method, address with every part filled in, and action of each operation."""
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            filled = path
            for name, value in FILLED.items():
                for kind in ("slug:", "int:", ""):
                    filled = filled.replace(f"{{{kind}{name}}}", value)
            assert "{" not in filled, filled
            for operation in view.operations:
                found = operation.view_func.__dict__.get("action")
                yield operation.methods[0], ROOT + filled, found


def is_problem(answer: Any, status: int) -> dict[str, Any]:
    """Check that an answer is a problem of a status; give it."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["instance"].startswith("urn:request:")
    return body
