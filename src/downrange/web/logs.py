"""Log lines as JSON, one object a line, so that any tool can read them."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

__all__ = ["Lines"]


class Lines(logging.Formatter):
    """Write a record as one line of JSON: time, level, logger, message, and the fields given with it."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        body: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        fields = getattr(record, "fields", None)
        if isinstance(fields, dict):
            body |= fields
        if record.exc_info:
            body["error"] = self.formatException(record.exc_info)
        return json.dumps(body, ensure_ascii=False, default=str)
