"""Fill the gate's folds from the facts: an empty fold would let everything leave."""

from typing import Any

from django.db import migrations


def fold(apps: Any, schema_editor: Any) -> None:
    """Fold every case on record; a new registry has none."""
    from downrange.registry.gate import rebuild

    rebuild()


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_one_gate")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
