"""The keys a server signs with, beside its database, and the heads of the log that it signs by itself."""

from __future__ import annotations

import logging
from pathlib import Path

from django.db import connection

from downrange.errors import RecordError
from downrange.service.record.log import regular_checkpoint
from downrange.web.settings import state_folder

__all__ = ["key_file", "sign_head"]

log = logging.getLogger("downrange.log")


def key_file(name: str) -> Path:
    """Name the file of a signing key (``gate``, ``log``) of the server of the database in use."""
    database = connection.settings_dict["NAME"]
    url = f"sqlite:///{database}" if connection.vendor == "sqlite" else "postgresql:///registry"
    return state_folder(url) / f"{name}.signing-key"


def sign_head() -> bool:
    """Sign the log's head if it is due; where the key is another server's, say so in the log and go on."""
    try:
        regular_checkpoint(key_file("log"))
    except RecordError as error:
        log.warning("no head signed", extra={"fields": {"because": str(error)}})
        return False
    return True
