"""What the database itself refuses, whoever writes: the triggers of SQLite and PostgreSQL.

- Facts, postings, accounts, currencies, the log and its checkpoints are never changed or deleted, not even by
  SQLite's REPLACE or PostgreSQL's TRUNCATE.
- Legs come first; the sealing row is let in only when they balance in each currency, when its entry stands in
  the log, and when a reversal mirrors, or a resolution stays within, what it refers to.
- Entries of the log follow each other without a gap.
- No account with a floor falls below it, pending sums included.

``install`` drops and makes them again, so that a later migration that remakes a table ends with it.
"""

# ruff: noqa: S608, ISC004 - the statements are put together from the words of this module alone
from __future__ import annotations

from typing import Any

from downrange.registry.database import WRITER_LOCK

__all__ = ["APPEND_ONLY", "install", "statements"]

APPEND_ONLY = (
    "registry_log_leaf", "registry_log_tile", "registry_checkpoint", "registry_fact", "registry_currency",
    "registry_account", "registry_transaction", "registry_leg",
)  # fmt: skip

# What makes a sealing row wrong: (message, condition that finds it). {t} is the sealing row. The same text
# runs on both databases: NEW in SQLite's row triggers, a row of the batch in PostgreSQL's.
_SEAL: tuple[tuple[str, str], ...] = (
    (
        "the legs do not balance in every currency",
        "EXISTS (SELECT 1 FROM registry_leg l WHERE l.sequence = {t}.sequence"
        " GROUP BY l.currency_id HAVING sum(l.minor) <> 0)",
    ),
    (
        "the sealing row does not count its legs rightly",
        "{t}.legs_number <> (SELECT count(*) FROM registry_leg l WHERE l.sequence = {t}.sequence)",
    ),
    (
        "a posting has two legs or more, a void or an expiry none",
        "CASE WHEN {t}.kind IN ('entry', 'hold', 'post') THEN {t}.legs_number < 2"
        " WHEN {t}.kind IN ('void', 'expiry') THEN {t}.legs_number > 0 ELSE 1 = 1 END",
    ),
    (
        "the posting has no entry in the log",
        # A scalar, not NOT EXISTS: PostgreSQL would compare every row of a batch with the whole log.
        "coalesce((SELECT g.kind || ' ' || g.subject FROM registry_log_leaf g"
        " WHERE g.sequence = {t}.sequence), '') <> 'transaction ' || {t}.digest",
    ),
    (
        "a post, void or expiry resolves a hold, and nothing else does",
        "({t}.kind IN ('post', 'void', 'expiry')) <> ({t}.resolves_id IS NOT NULL)",
    ),
    (
        "only an entry reverses, and only a hold expires, after its day",
        "({t}.reverses_id IS NOT NULL AND {t}.kind <> 'entry') OR ({t}.expires_on IS NOT NULL AND"
        " ({t}.kind <> 'hold' OR {t}.expires_on <= {t}.effective_on))",
    ),
    (
        "a currency is used outside the days of its exponent",
        "EXISTS (SELECT 1 FROM registry_leg l JOIN registry_currency c ON c.id = l.currency_id"
        " WHERE l.sequence = {t}.sequence AND (c.valid_from > {t}.effective_on OR EXISTS"
        " (SELECT 1 FROM registry_currency d WHERE d.code = c.code AND d.valid_from > c.valid_from"
        " AND d.valid_from <= {t}.effective_on)))",
    ),
)
_RESOLVE: tuple[tuple[str, str], ...] = (
    (
        "what is resolved is no hold, or starts later, or does not expire by then",
        "NOT EXISTS (SELECT 1 FROM registry_transaction h WHERE h.sequence = {t}.resolves_id"
        " AND h.kind = 'hold' AND h.effective_on <= {t}.effective_on"
        " AND ({t}.kind <> 'expiry' OR h.expires_on <= {t}.effective_on))",
    ),
    (
        "more is posted than was held",
        "EXISTS (SELECT 1 FROM (SELECT"
        " sum(CASE WHEN l.sequence = {t}.sequence THEN l.minor ELSE 0 END) AS final,"
        " sum(CASE WHEN l.sequence = {t}.resolves_id THEN l.minor ELSE 0 END) AS held"
        " FROM registry_leg l WHERE l.sequence IN ({t}.sequence, {t}.resolves_id)"
        " GROUP BY l.account_id, l.currency_id) s"
        " WHERE (s.final > 0 AND s.final > s.held) OR (s.final < 0 AND s.final < s.held))",
    ),
)
_REVERSE: tuple[tuple[str, str], ...] = (
    (
        "only what is settled can be reversed",
        "NOT EXISTS (SELECT 1 FROM registry_transaction o WHERE o.sequence = {t}.reverses_id"
        " AND o.kind IN ('entry', 'post'))",
    ),
    (
        "a reversal mirrors every leg",
        "EXISTS (SELECT 1 FROM registry_leg l WHERE l.sequence IN ({t}.sequence, {t}.reverses_id)"
        " GROUP BY l.account_id, l.currency_id HAVING sum(l.minor) <> 0)",
    ),
)

# SQLite's REPLACE deletes what stands in its way before the insert; these keys may never stand in the way.
_ONCE: dict[str, str] = {
    "registry_log_tile": "level = NEW.level AND position = NEW.position",
    "registry_checkpoint": "size = NEW.size",
    "registry_fact": "id = NEW.id OR sequence = NEW.sequence OR supersedes_id = NEW.supersedes_id",
    "registry_currency": "id = NEW.id OR (code = NEW.code AND valid_from = NEW.valid_from)",
    "registry_account": 'id = NEW.id OR "key" = NEW."key"',
    "registry_transaction": (
        'sequence = NEW.sequence OR "key" = NEW."key" OR reverses_id = NEW.reverses_id'
        " OR resolves_id = NEW.resolves_id"
    ),
}


def statements(vendor: str) -> list[str]:
    """Give the statements that make the guards on a kind of database (``sqlite`` or ``postgresql``)."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


def install(apps: Any, schema_editor: Any) -> None:
    """Make the guards anew; the shape is that of a migration's Python step."""
    with schema_editor.connection.cursor() as cursor:
        for statement in statements(schema_editor.connection.vendor):
            cursor.execute(statement)


def _sqlite_trigger(
    name: str, table: str, when: str, checks: tuple[tuple[str, str], ...], only: str = ""
) -> list[str]:
    body = " ".join(
        f"SELECT RAISE(ABORT, '{message}') WHERE {condition.format(t='NEW')};"
        for message, condition in checks
    )
    only = f" WHEN {only}" if only else ""
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW{only} BEGIN {body} END",
    ]


def _sqlite() -> list[str]:
    made: list[str] = []
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            made += _sqlite_trigger(
                f"{table}_no_{event.lower()}", table, f"BEFORE {event}", ((f"{table} is append-only", "1"),)
            )
    for table, same in _ONCE.items():
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
        made += _sqlite_trigger(f"{table}_once", table, "BEFORE INSERT", ((f"{table} has it", exists),))
    gap = "NEW.sequence <> coalesce((SELECT max(sequence) + 1 FROM registry_log_leaf), 0)"
    made += _sqlite_trigger(
        "registry_log_leaf_next",
        "registry_log_leaf",
        "BEFORE INSERT",
        (("the log has no gaps and no second entry in a place", gap),),
    )
    made += _sqlite_trigger(
        "registry_leg_open",
        "registry_leg",
        "BEFORE INSERT",
        (
            (
                "the posting is sealed",
                "EXISTS (SELECT 1 FROM registry_transaction WHERE sequence = NEW.sequence)",
            ),
            ("a leg is a whole number other than zero", "typeof(NEW.minor) <> 'integer' OR NEW.minor = 0"),
        ),
    )
    table = "registry_transaction"
    made += _sqlite_trigger("registry_seal", table, "BEFORE INSERT", _SEAL)
    made += _sqlite_trigger(
        "registry_resolve", table, "BEFORE INSERT", _RESOLVE, "NEW.resolves_id IS NOT NULL"
    )
    made += _sqlite_trigger(
        "registry_reverse", table, "BEFORE INSERT", _REVERSE, "NEW.reverses_id IS NOT NULL"
    )
    below = (
        "NEW.settled_minor + NEW.held_out_minor <"
        " (SELECT floor_minor FROM registry_account WHERE id = NEW.account_id)"
    )
    for event in ("INSERT", "UPDATE"):
        made += _sqlite_trigger(
            f"registry_floor_{event.lower()}",
            "registry_balance",
            f"AFTER {event}",
            (("the account would fall below its floor", below),),
        )
    return made


def _raise(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"


def _postgresql_function(name: str, body: str, declared: str = "") -> str:
    # Plans are kept for a session; one made while a table was empty must not go on reading it end to end.
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off"
        " AS $guard$ "
        f"DECLARE {declared} BEGIN {body} RETURN NULL; END $guard$"
    )


def _postgresql_trigger(name: str, table: str, when: str, function: str, new_rows: bool = False) -> list[str]:
    rows = " REFERENCING NEW TABLE AS new_rows" if new_rows else ""
    each = "ROW" if when.endswith("ROW") else "STATEMENT"
    when = when.removesuffix(" ROW")
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} {when} ON {table}{rows} FOR EACH {each} EXECUTE FUNCTION {function}()",
    ]


def _batch_checks() -> str:
    """Check every sealing row of a batch in one query: the first rule that a row breaks names the error."""
    narrowed = [
        (_SEAL, ""),
        (_RESOLVE, "t.resolves_id IS NOT NULL AND "),
        (_REVERSE, "t.reverses_id IS NOT NULL AND "),
    ]
    rules = " ".join(
        f"WHEN {only}({condition.format(t='t')}) THEN '{message}'"
        for checks, only in narrowed
        for message, condition in checks
    )
    return (
        f"SELECT broken INTO message FROM (SELECT CASE {rules} END AS broken FROM new_rows t) s"
        " WHERE broken IS NOT NULL LIMIT 1;"
        " IF message IS NOT NULL THEN RAISE EXCEPTION '%', message"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF;"
    )


def _postgresql() -> list[str]:
    # The lock is taken by the database, so that foreign programs queue up as well; to take it again is free.
    lock = f"PERFORM pg_advisory_xact_lock({WRITER_LOCK});"
    refuse = (
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
    )
    made = [_postgresql_function("registry_append_only", refuse)]
    for table in APPEND_ONLY:
        made += _postgresql_trigger(
            f"{table}_kept", table, "BEFORE UPDATE OR DELETE OR TRUNCATE", "registry_append_only"
        )
    gap = _raise("the log has no gaps and no second entry in a place")
    made.append(
        _postgresql_function(
            "registry_log_next",
            f"{lock} IF (SELECT max(sequence) - min(sequence) + 1 <> count(*) OR min(sequence) < 0"
            " OR (min(sequence) > 0 AND NOT EXISTS (SELECT 1 FROM registry_log_leaf g"
            " WHERE g.sequence = (SELECT min(sequence) - 1 FROM new_rows)))"
            f" FROM new_rows) THEN {gap} END IF;",
        )
    )
    made += _postgresql_trigger(
        "registry_log_leaf_next", "registry_log_leaf", "AFTER INSERT", "registry_log_next", new_rows=True
    )
    made.append(
        _postgresql_function(
            "registry_leg_open",
            f"{lock} IF EXISTS (SELECT 1 FROM new_rows n"
            f" JOIN registry_transaction t ON t.sequence = n.sequence)"
            f" THEN {_raise('the posting is sealed')} END IF;"
            f" IF EXISTS (SELECT 1 FROM new_rows WHERE minor = 0)"
            f" THEN {_raise('a leg is a whole number other than zero')} END IF;",
        )
    )
    made += _postgresql_trigger(
        "registry_leg_open", "registry_leg", "AFTER INSERT", "registry_leg_open", new_rows=True
    )
    made.append(_postgresql_function("registry_seal", _batch_checks(), "message text;"))
    made += _postgresql_trigger(
        "registry_seal", "registry_transaction", "AFTER INSERT", "registry_seal", new_rows=True
    )
    floor = (
        "IF NEW.settled_minor + NEW.held_out_minor < (SELECT floor_minor FROM registry_account WHERE"
        f" id = NEW.account_id) THEN {_raise('the account would fall below its floor')} END IF;"
    )
    made.append(_postgresql_function("registry_floor", floor))
    made += _postgresql_trigger(
        "registry_floor", "registry_balance", "AFTER INSERT OR UPDATE ROW", "registry_floor"
    )
    return made
