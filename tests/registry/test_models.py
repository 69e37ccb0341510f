from __future__ import annotations

from datetime import date

from downrange.base.money import Money


def test_rows_are_readable_as_objects(registry: str) -> None:
    from downrange.registry.entries import Draft, Line
    from downrange.registry.models import Account, Balance, Leg, LogLeaf, Transaction
    from downrange.service.record.ledger import post

    lines = (Line("a", Money(5, "KZT")), Line("b", Money(-5, "KZT")))
    post(Draft("k", date(2023, 3, 7), "office/clerk", lines, memo="why"))
    found = Transaction.objects.select_related("leaf").get(key="k")
    assert (found.pk, found.memo, found.effective_on, found.by) == (
        0,
        "why",
        date(2023, 3, 7),
        "office/clerk",
    )
    assert found.leaf.recorded_at.tzinfo is not None
    assert [(leg.account.key, leg.currency.code, leg.minor) for leg in found.legs.order_by("line")] == [
        ("a", "KZT", 5),
        ("b", "KZT", -5),
    ]
    assert Leg.objects.count() == 2
    assert Balance.objects.get(account=Account.objects.get(key="a")).settled_minor == 5
    assert LogLeaf.objects.get(sequence=0).transaction == found


def test_sequences_are_the_rows_own_address_on_sqlite(registry: str) -> None:
    from django.db import connection

    from downrange.registry.models import LogLeaf, Transaction

    wanted = "integer" if connection.vendor == "sqlite" else "bigint"
    assert LogLeaf._meta.get_field("sequence").db_type(connection) == wanted
    assert Transaction._meta.get_field("leaf").db_type(connection) == wanted
