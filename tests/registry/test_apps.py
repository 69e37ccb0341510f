from __future__ import annotations


def test_the_app_bears_its_label(registry: str) -> None:
    from django.apps import apps

    from downrange.registry.apps import RegistryConfig

    assert isinstance(apps.get_app_config("registry"), RegistryConfig)
