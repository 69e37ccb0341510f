"""The triggers that keep the record: see downrange.registry.guards."""

from django.db import migrations

from downrange.registry.guards import install


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
