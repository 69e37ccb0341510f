"""Rules of passwords beside Django's own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

__all__ = ["AtMost"]


class AtMost:
    """Refuse passwords so long that hashing them would keep the server busy."""

    def __init__(self, most: int = 128) -> None:
        self.most = most

    def validate(self, password: str, user: Any = None) -> None:
        """Check one.

        Raises
        ------
        ValidationError
            If it has more characters than the most.
        """
        if len(password) > self.most:
            raise ValidationError(self.get_help_text(), code="too_long")

    def get_help_text(self) -> str:
        """Say the rule."""
        return gettext("At most %(number)d characters.") % {"number": self.most}
