"""The tables of the pages: their constraints hold, and the record's own tables are not among them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from downrange.registry.models import User
from downrange.web.models import Membership, Organisation


def test_a_standing_is_held_once(pages: str) -> None:
    user = User.objects.get(username="bailiff")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role="bailiff")
    one = Membership.objects.create(user=user, role="bailiff", case="a", party="party/p")
    assert str(one) == "bailiff a party/p"


def test_tables_are_named_apart_from_the_record(pages: str) -> None:
    assert all(model._meta.db_table.startswith("web_") for model in apps.get_app_config("web").get_models())
    assert str(Organisation(name="Office")) == "Office"
