"""The tables. All but the users and the folds are append-only: triggers refuse to change or delete (guards).

A fact and a posting bear the sequence number of their entry in the log, so that "what was recorded by then"
is a prefix of the log. Sums are integers of minor units; a debit is positive, a credit negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractUser
from django.db import models

__all__ = [
    "Account",
    "Balance",
    "Checkpoint",
    "Currency",
    "Fact",
    "GateHold",
    "GateMark",
    "GateMeasure",
    "GateSubject",
    "GateTitle",
    "Leg",
    "LogLeaf",
    "LogTile",
    "PrivatePart",
    "SequenceField",
    "Transaction",
    "User",
]


if TYPE_CHECKING:
    _BigInteger = models.BigIntegerField[int, int]
else:
    _BigInteger = models.BigIntegerField  # not generic when it runs


class SequenceField(_BigInteger):
    """A 64-bit number; as SQLite's ``integer`` it is the row's own address, and costs no second index."""

    def db_type(self, connection: Any) -> str | None:
        """Name the column's type for a database."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def rel_db_type(self, connection: Any) -> str | None:
        """Name the type of a column that refers to this one."""
        return self.db_type(connection)


class User(AbstractUser):
    """Who may do what. Our own from the first migration on, since it cannot be exchanged later."""


class LogLeaf(models.Model):
    """One entry of the log: its place, what it commits to, when it was recorded, its RFC 6962 leaf hash."""

    sequence = SequenceField(primary_key=True)
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "registry_log_leaf"
        ordering = ("sequence",)


class LogTile(models.Model):
    """A node of the tree over 256 nodes of the stored level below: what proofs read instead of leaves."""

    pk = models.CompositePrimaryKey("level", "position")
    level = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    node_hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "registry_log_tile"


class Checkpoint(models.Model):
    """A signed tree head: whoever keeps one can prove later that nothing before it was changed."""

    size = SequenceField(primary_key=True)
    day = models.DateField(db_index=True)
    signed_at = models.DateTimeField()
    root_hash = models.BinaryField(max_length=32)
    public_key = models.BinaryField(max_length=32)
    note = models.TextField()

    class Meta:
        db_table = "registry_checkpoint"
        ordering = ("size",)


class Fact(models.Model):
    """Something somebody put on record; its id is the sha256 of the canonical JSON of what was said."""

    id = models.CharField(max_length=64, primary_key=True)
    leaf = models.OneToOneField(
        LogLeaf, on_delete=models.DO_NOTHING, db_column="sequence", related_name="fact"
    )
    kind = models.CharField(max_length=64)
    about = models.CharField(max_length=255, db_index=True)
    body = models.TextField()
    by = models.CharField(max_length=255)
    effective_on = models.DateField()
    document_sha256 = models.CharField(max_length=64, blank=True)
    document_page = models.CharField(max_length=64, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.DO_NOTHING, null=True, related_name="superseded_by"
    )

    class Meta:
        db_table = "registry_fact"
        indexes = (models.Index(fields=("kind", "about"), name="registry_fact_kind_about"),)


class PrivatePart(models.Model):
    """What the law may order us to forget: the fact and the log hold only its salted commitment."""

    commitment = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=64)
    body = models.TextField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "registry_private_part"


class Currency(models.Model):
    """An ISO 4217 code with its digits after the point, from a day on; a new exponent is a new row."""

    id = SequenceField(primary_key=True)
    code = models.CharField(max_length=3)
    exponent = models.PositiveSmallIntegerField()
    valid_from = models.DateField()

    class Meta:
        db_table = "registry_currency"
        constraints = (models.UniqueConstraint(fields=("code", "valid_from"), name="registry_currency_once"),)


class Account(models.Model):
    """Where sums stand. ``floor_minor`` is what settled plus outgoing holds may not fall below, or null."""

    id = SequenceField(primary_key=True)
    key = models.CharField(max_length=255, unique=True)
    floor_minor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "registry_account"


class Transaction(models.Model):
    """The sealing row of a posting: the database lets it in only when its legs balance.

    ``kind``: ``entry`` posts at once; ``hold`` is pending until a ``post``, ``void`` or ``expiry`` resolves
    it.
    """

    leaf = models.OneToOneField(
        LogLeaf,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="sequence",
        related_name="transaction",
    )
    key = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=8)
    effective_on = models.DateField()
    by = models.CharField(max_length=255)
    memo = models.TextField(blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    document_page = models.CharField(max_length=64, blank=True)
    expires_on = models.DateField(null=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.DO_NOTHING, null=True, related_name="reversed_by"
    )
    resolves = models.OneToOneField(
        "self", on_delete=models.DO_NOTHING, null=True, related_name="resolved_by"
    )
    legs_number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "registry_transaction"
        ordering = ("leaf",)


class Leg(models.Model):
    """One side of a posting: so many minor units of a currency to (+) or from (-) an account."""

    pk = models.CompositePrimaryKey("transaction_id", "line")
    transaction = models.ForeignKey(
        Transaction,
        on_delete=models.DO_NOTHING,
        db_column="sequence",
        db_index=False,
        related_name="legs",
    )
    line = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, on_delete=models.DO_NOTHING, related_name="legs")
    currency = models.ForeignKey(Currency, on_delete=models.DO_NOTHING, db_index=False, related_name="+")
    minor = models.BigIntegerField()

    class Meta:
        db_table = "registry_leg"


class Balance(models.Model):
    """A fold: what the legs of an account add up to, kept beside them; it can be thrown away and rebuilt."""

    pk = models.CompositePrimaryKey("account_id", "currency_id")
    account = models.ForeignKey(Account, on_delete=models.DO_NOTHING, db_index=False, related_name="balances")
    currency = models.ForeignKey(Currency, on_delete=models.DO_NOTHING, db_index=False, related_name="+")
    settled_minor = models.BigIntegerField(default=0)
    held_in_minor = models.BigIntegerField(default=0)
    held_out_minor = models.BigIntegerField(default=0)

    class Meta:
        db_table = "registry_balance"


class GateSubject(models.Model):
    """A fold: a thing, a party or a case by its key ``CASE/asset/slug``, what it is inside of, whose part."""

    key = models.CharField(max_length=255, primary_key=True)
    short = models.CharField(max_length=255, db_index=True)
    sort = models.CharField(max_length=64)
    parent = models.CharField(max_length=255, null=True)
    part_of = models.CharField(max_length=255, null=True)

    class Meta:
        db_table = "registry_gate_subject"
        indexes = (models.Index(fields=("parent",), name="registry_gate_parent"),)


class GateMark(models.Model):
    """A fold: what a subject can be asked for by. ``form``: normal, name, or near (variants of held ones)."""

    pk = models.CompositePrimaryKey("form", "mark", "subject", "spelt")
    form = models.CharField(max_length=8)
    mark = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    spelt = models.CharField(max_length=255)

    class Meta:
        db_table = "registry_gate_mark"
        indexes = (models.Index(fields=("subject", "form"), name="registry_gate_mark_subject"),)


class GateTitle(models.Model):
    """A fold: who owned a thing, from when to when as far as known, and which share."""

    pk = models.CompositePrimaryKey("subject", "place")
    subject = models.CharField(max_length=255)
    place = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=255)
    since = models.CharField(max_length=10, null=True)
    until = models.CharField(max_length=10, null=True)
    share = models.CharField(max_length=64)

    class Meta:
        db_table = "registry_gate_title"
        indexes = (models.Index(fields=("party",), name="registry_gate_title_party"),)


class GateHold(models.Model):
    """A fold: which measure reaches a subject, or is against it, and how (``role``)."""

    pk = models.CompositePrimaryKey("subject", "role", "measure")
    subject = models.CharField(max_length=255)
    role = models.CharField(max_length=8)
    measure = models.CharField(max_length=255)

    class Meta:
        db_table = "registry_gate_hold"
        indexes = (models.Index(fields=("measure",), name="registry_gate_hold_measure"),)


class GateMeasure(models.Model):
    """A fold: a measure as its latest fact has it, without the list of what it reaches."""

    key = models.CharField(max_length=255, primary_key=True)
    body = models.TextField()

    class Meta:
        db_table = "registry_gate_measure"
