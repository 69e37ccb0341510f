"""PostgreSQL: one posting in one statement, so that the writer's lock is held for no more than that.

Held over several statements, the lock is passed on only after the slowest of eight clients has been woken
for each of them; one function on the server does what :func:`downrange.registry.ledger.append` does for a
posting whose accounts and currencies are there. It commits without waiting for the disk, gives the lock back,
and the caller then forces the log of the database once (:func:`downrange.registry.database.force`): many
clients share one forced write, and nothing is acknowledged before it. Whatever the function cannot do
(anything missing) it leaves to the general way.
"""

from __future__ import annotations

from typing import Any

from downrange.base.money import EXPONENTS
from downrange.errors import RecordError
from downrange.registry.database import WRITER_LOCK, refused_writes
from downrange.registry.entries import Draft, Posted, checked, content_digest
from downrange.registry.rows import ask

__all__ = ["append_one", "install", "statements"]

_FUNCTION = """
CREATE OR REPLACE FUNCTION registry_post(
    p_key text, p_kind text, p_on date, p_by text, p_memo text, p_document text, p_page text, p_expires date,
    p_reverses bigint, p_resolves bigint, p_digest text,
    p_accounts text[], p_codes text[], p_exponents int[], p_minors bigint[],
    OUT o_sequence bigint, OUT o_digest text, OUT o_fresh boolean
) LANGUAGE plpgsql SET enable_seqscan = off AS $post$
DECLARE
    legs int := cardinality(p_accounts);
    accounts bigint[];
    currencies bigint[];
    at timestamptz;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    -- Accounts and currencies are append-only: what is found before the lock still stands under it.
    accounts := ARRAY(SELECT a.id FROM unnest(p_accounts) WITH ORDINALITY u(k, i)
        JOIN registry_account a ON a.key = u.k ORDER BY u.i);
    currencies := ARRAY(SELECT c.id FROM unnest(p_codes, p_exponents) WITH ORDINALITY u(k, e, i)
        CROSS JOIN LATERAL (SELECT d.id, d.exponent FROM registry_currency d
            WHERE d.code = u.k AND d.valid_from <= p_on ORDER BY d.valid_from DESC LIMIT 1) c
        WHERE c.exponent = u.e ORDER BY u.i);
    PERFORM pg_advisory_xact_lock(LOCK);
    o_fresh := false;
    SELECT t.sequence, t.digest INTO o_sequence, o_digest FROM registry_transaction t WHERE t.key = p_key;
    IF FOUND THEN RETURN; END IF;
    SELECT g.sequence + 1, greatest(clock_timestamp(), g.recorded_at) INTO o_sequence, at
        FROM registry_log_leaf g ORDER BY g.sequence DESC LIMIT 1;
    IF NOT FOUND OR cardinality(accounts) <> legs OR cardinality(currencies) <> legs THEN
        o_sequence := NULL;
        RETURN;
    END IF;
    INSERT INTO registry_log_leaf (sequence, kind, subject, recorded_at, leaf_hash) VALUES (
        o_sequence, 'transaction', p_digest, at, sha256('\\x00'::bytea || convert_to(
            '{"kind":"transaction","recorded_at":"'
            || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
            || '","subject":"' || p_digest || '"}', 'UTF8')));
    IF legs > 0 THEN
        INSERT INTO registry_leg (sequence, line, account_id, currency_id, minor)
            SELECT o_sequence, u.i - 1, u.a, u.c, u.m
            FROM unnest(accounts, currencies, p_minors) WITH ORDINALITY u(a, c, m, i);
    END IF;
    INSERT INTO registry_transaction (sequence, key, kind, effective_on, by, memo, document_sha256,
        document_page, expires_on, reverses_id, resolves_id, legs_number, digest)
        VALUES (o_sequence, p_key, p_kind, p_on, p_by, p_memo, p_document, p_page, p_expires, p_reverses,
            p_resolves, legs, p_digest);
    INSERT INTO registry_balance AS b (account_id, currency_id, settled_minor, held_in_minor, held_out_minor)
        SELECT m.a, m.c,
            coalesce(sum(m.m) FILTER (WHERE NOT m.held), 0),
            coalesce(sum(m.m) FILTER (WHERE m.held AND m.up), 0),
            coalesce(sum(m.m) FILTER (WHERE m.held AND NOT m.up), 0)
        FROM (
            SELECT u.a, u.c, u.m, p_kind = 'hold' AS held, u.m > 0 AS up
                FROM unnest(accounts, currencies, p_minors) u(a, c, m)
            UNION ALL
            SELECT l.account_id, l.currency_id, -l.minor, true, l.minor > 0
                FROM registry_leg l WHERE l.sequence = p_resolves
        ) m GROUP BY m.a, m.c ORDER BY m.a, m.c
        ON CONFLICT (account_id, currency_id) DO UPDATE SET
            settled_minor = b.settled_minor + excluded.settled_minor,
            held_in_minor = b.held_in_minor + excluded.held_in_minor,
            held_out_minor = b.held_out_minor + excluded.held_out_minor;
    o_digest := p_digest;
    o_fresh := true;
END $post$
"""

_CALL = (
    "SELECT o_sequence, o_digest, o_fresh FROM registry_post(%s::text, %s::text, %s::date,"
    " %s::text, %s::text, %s::text, %s::text, %s::date, %s::bigint, %s::bigint, %s::text,"
    " %s::text[], %s::text[], %s::int[], %s::bigint[])"
)


def statements(vendor: str) -> list[str]:
    """Give the statements that make the function; SQLite, which has one writer anyway, needs none."""
    return [_FUNCTION.replace("LOCK", str(WRITER_LOCK))] if vendor == "postgresql" else []


def install(apps: Any, schema_editor: Any) -> None:
    """Make the function anew; the shape is that of a migration's Python step."""
    with schema_editor.connection.cursor() as cursor:
        for statement in statements(schema_editor.connection.vendor):
            cursor.execute(statement)


def append_one(draft: Draft) -> Posted | None:
    """Record one posting in one statement that is its own transaction; None where only the general way can.

    The caller forces the log of the database before it acknowledges anything.

    Raises
    ------
    RecordError
        If the draft is not fit to be recorded, its key was used for something else, or the database
        refuses it.
    """
    digest = content_digest(checked(draft))
    until = draft.expires_on.isoformat() if draft.expires_on else None
    lines = draft.lines
    values = [
        *(draft.key, draft.kind, draft.effective_on.isoformat(), draft.by, draft.memo),
        *(draft.document_sha256, draft.document_page, until, draft.reverses, draft.resolves, digest),
        [line.account for line in lines],
        [line.money.currency for line in lines],
        [EXPONENTS[line.money.currency] for line in lines],
        [line.money.minor for line in lines],
    ]
    with refused_writes():
        sequence, found, fresh = ask(_CALL, values)[0]
    if sequence is None:
        return None
    if found != digest:
        raise RecordError(f"the key {draft.key!r} was used for another posting ({sequence})")
    return Posted(sequence, digest, fresh)
