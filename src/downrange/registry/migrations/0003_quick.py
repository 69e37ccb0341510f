"""PostgreSQL's function for one posting in one statement: see downrange.registry.quick."""

from django.db import migrations

from downrange.registry.quick import install


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_guards")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
