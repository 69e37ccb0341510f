"""The gate's folds by keys instead of numbers, so that one fact changes few rows; made anew from the facts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_gate")]
    operations = [
        migrations.DeleteModel(name="GateHold"),
        migrations.DeleteModel(name="GateLink"),
        migrations.DeleteModel(name="GateMark"),
        migrations.DeleteModel(name="GateSubject"),
        migrations.CreateModel(
            name="GateSubject",
            fields=[
                ("key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("short", models.CharField(db_index=True, max_length=255)),
                ("sort", models.CharField(max_length=64)),
                ("parent", models.CharField(max_length=255, null=True)),
                ("part_of", models.CharField(max_length=255, null=True)),
            ],
            options={
                "db_table": "registry_gate_subject",
                "indexes": [models.Index(fields=["parent"], name="registry_gate_parent")],
            },
        ),
        migrations.CreateModel(
            name="GateMark",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "form", "mark", "subject", "spelt",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
                ("form", models.CharField(max_length=8)),
                ("mark", models.CharField(max_length=255)),
                ("subject", models.CharField(max_length=255)),
                ("spelt", models.CharField(max_length=255)),
            ],
            options={
                "db_table": "registry_gate_mark",
                "indexes": [models.Index(fields=["subject", "form"], name="registry_gate_mark_subject")],
            },
        ),
        migrations.CreateModel(
            name="GateTitle",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.CharField(max_length=255)),
                ("place", models.PositiveSmallIntegerField()),
                ("party", models.CharField(max_length=255)),
                ("since", models.CharField(max_length=10, null=True)),
                ("until", models.CharField(max_length=10, null=True)),
                ("share", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "registry_gate_title",
                "indexes": [models.Index(fields=["party"], name="registry_gate_title_party")],
            },
        ),
        migrations.CreateModel(
            name="GateHold",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject", "role", "measure",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
                ("subject", models.CharField(max_length=255)),
                ("role", models.CharField(max_length=8)),
                ("measure", models.CharField(max_length=255)),
            ],
            options={
                "db_table": "registry_gate_hold",
                "indexes": [models.Index(fields=["measure"], name="registry_gate_hold_measure")],
            },
        ),
        migrations.CreateModel(
            name="GateMeasure",
            fields=[
                ("key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("body", models.TextField()),
            ],
            options={"db_table": "registry_gate_measure"},
        ),
    ]  # fmt: skip
