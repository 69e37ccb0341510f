"""The pages as an application."""

from __future__ import annotations

from django.apps import apps


def test_the_application_is_installed_under_its_label() -> None:
    config = apps.get_app_config("web")
    assert (config.name, config.label) == ("downrange.web", "web")
