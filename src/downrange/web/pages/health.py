"""Whether the server and its database answer; for a proxy or a supervisor, without an account."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.urls import path

from downrange.web.access import PageRequest, page
from downrange.web.policy import Action

__all__ = ["health", "urls"]


@page(Action.HEALTH_VIEW)
def health(request: PageRequest) -> HttpResponse:
    """Answer 200 with ``{"status": "ok"}``, or 503 where the database does not."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM web_job WHERE state = 'queued'")
            (queued,) = cursor.fetchone() or (0,)
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok", "database": connection.vendor, "jobs_queued_number": queued})


urls = [path("health", health, name="health")]
