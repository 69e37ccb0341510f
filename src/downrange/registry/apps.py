"""The registry as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["RegistryConfig"]


class RegistryConfig(AppConfig):
    """Names the application; it opens nothing when Django starts."""

    name = "downrange.registry"
    label = "registry"
    verbose_name = "Registry"
    default_auto_field = "django.db.models.BigAutoField"
