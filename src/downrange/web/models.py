"""The tables of the pages: who may do what, jobs, keys, saved work. The record itself is the registry's.

What is here may be changed and deleted; what the law makes a matter of record goes through
:mod:`downrange.service` into the registry, which is append-only.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

__all__ = [
    "ApiToken",
    "Counter",
    "Idempotency",
    "Job",
    "LoginAttempt",
    "Membership",
    "Organisation",
    "Paper",
    "Redress",
    "RightOfReply",
    "TotpDevice",
]


class Organisation(models.Model):
    """A body that people act for: a ministry, a bailiffs' office, a company."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "web_organisation"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role somebody holds: in one case or in all (blank), for a party or for none."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    case = models.CharField(max_length=100, blank=True)
    party = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "web_membership"
        constraints = (
            models.UniqueConstraint(fields=("user", "role", "case", "party"), name="web_membership_once"),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.case} {self.party}".strip()


class Job(models.Model):
    """A long run: asked for by a page, done by the worker process, kept with its result."""

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    case = models.CharField(max_length=100, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    state = models.CharField(max_length=12, default="queued", db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        db_table = "web_job"
        ordering = ("-id",)
        indexes = (models.Index(fields=("case", "kind", "state"), name="web_job_of_case"),)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("done", "failed", "cancelled")

    @property
    def share_percent(self) -> int:
        """How much of it is done, in whole percent."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class Counter(models.Model):
    """A counter-assessment that somebody attached to a case under their own name."""

    case = models.CharField(max_length=100, db_index=True)
    by = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    because = models.TextField(blank=True)
    overrides = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    created = models.DateTimeField()

    class Meta:
        db_table = "web_counter"
        ordering = ("-id",)


class Paper(models.Model):
    """The paper of an act as a file, found by the digest that the act bears; erasable, unlike the log.

    ``used_at`` is set when an act first bears its digest; what no act used is thrown away.
    """

    case = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_paper"
        constraints = (models.UniqueConstraint(fields=("case", "sha256"), name="web_paper_once"),)


class ApiToken(models.Model):
    """A key of the programming interface; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created = models.DateTimeField()
    expires = models.DateTimeField(null=True)
    last_used = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_api_token"
        ordering = ("-id",)


class Idempotency(models.Model):
    """An answer already given, so that the same request sent again does nothing twice."""

    key = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    route = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    response = models.JSONField(null=True)
    created = models.DateTimeField()

    class Meta:
        db_table = "web_idempotency"
        constraints = (models.UniqueConstraint(fields=("user", "route", "key"), name="web_idempotency_once"),)


class LoginAttempt(models.Model):
    """A login that failed; too many in a row lock the name out for a while."""

    name = models.CharField(max_length=150, db_index=True)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "web_login_attempt"


class TotpDevice(models.Model):
    """A second factor by time (RFC 6238); ``last_step`` keeps a code from being used twice."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="totp")
    secret = models.CharField(max_length=64)
    confirmed = models.BooleanField(default=False)
    last_step = models.BigIntegerField(default=0)
    created = models.DateTimeField()

    class Meta:
        db_table = "web_totp_device"


class RightOfReply(models.Model):
    """What a named party answers to what is said of it, shown beside that."""

    case = models.CharField(max_length=100, db_index=True)
    party = models.CharField(max_length=100)
    about = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        db_table = "web_right_of_reply"
        ordering = ("id",)


class Redress(models.Model):
    """A complaint about a wrongful stop; how to reach the person is a private part of the registry."""

    reference = models.CharField(max_length=20, unique=True)
    sequence = models.BigIntegerField(null=True)
    identifier_hash = models.CharField(max_length=64, blank=True)
    contact_commitment = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    state = models.CharField(max_length=12, default="open")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    created = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_redress"
        ordering = ("-id",)
