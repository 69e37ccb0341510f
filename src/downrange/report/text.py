"""What the command line prints for a person: plain lines, tabular figures, the same words as the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

__all__ = [
    "assessment", "balance", "cases", "comparison", "doctor", "explanation", "fall", "one_draw", "serving",
    "user_added", "written",
]  # fmt: skip

Document = dict[str, Any]


def number(value: float | str | None, digits: int = 3) -> str:
    """Print a figure with so many significant digits and thin grouping; nothing known is said in words."""
    if value is None:
        return "nothing known"
    if isinstance(value, str):
        return value
    if value == 0:
        return "0"
    rounded = Decimal(f"{value:.{digits - 1}e}")
    if abs(rounded) >= 10 ** (digits - 1):
        return f"{int(rounded):,}"
    return format(rounded.normalize(), "f")


def money(body: Any) -> str:
    """Print money as the JSON holds it, a range, or the words for nothing known."""
    if body is None:
        return "nothing known"
    if "unknown" in body:
        return f"nothing known ({body['unknown']})"
    if "low" in body:
        return f"{money(body['low'])} to {money(body['high'])}"
    return f"{Decimal(body['amount']):,} {body['currency']}"


def table(rows: Iterable[Sequence[str]], head: Sequence[str]) -> Iterator[str]:
    """Lay rows out in columns; text to the left, the columns as wide as they need."""
    body = [list(map(str, row)) for row in rows]
    widths = [max(len(row[i]) for row in [list(head), *body]) for i in range(len(head))]
    yield "  ".join(word.ljust(width) for word, width in zip(head, widths, strict=True)).rstrip()
    yield "  ".join("-" * width for width in widths)
    for row in body:
        yield "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()


def cases(document: Document) -> Iterator[str]:
    """List the casebook."""
    rows = [
        (
            case["name"],
            f"{case['from']} .. {case['to']}",
            case["title"] + (" (did not happen)" if case.get("fictional") else ""),
            ", ".join(case["parts"]),
        )
        for case in document["cases"]
    ]
    yield from table(rows, ("case", "dates", "title", "holds"))


def comparison(document: Document) -> Iterator[str]:
    """Print claimed against paid, case by case; nothing is converted."""
    rows = [
        (
            row["case"], row["title"][:40], row["arising_on"], *(money(row[head]) for head in _SUMS),
            number(row["paid_to_asserted_ratio"]), money(row["asserted_per_t"]),
            money(row["asserted_per_ha"]),
            _years(row["settled_after_low_y"], row["settled_after_high_y"]),
        )
        for row in document["rows"]
    ]  # fmt: skip
    yield from table(
        rows, ("case", "claim", "arose", *_SUMS, "paid/asserted", "asserted per t", "per ha", "years")
    )
    yield from document["notes"]


def _years(low_y: float | None, high_y: float | None) -> str:
    if low_y is None or high_y is None:
        return ""
    return f"{low_y:g}" if low_y == high_y else f"{low_y:g}-{high_y:g}"


_SUMS = ("asserted", "awarded", "agreed", "paid")


def written(document: Document) -> Iterator[str]:
    """Name the files that were written."""
    yield from document["written"]


def serving(document: Document) -> Iterator[str]:
    """Say where the pages are, and where the first administrator is made."""
    yield f"serving on {document['url']}"
    if document["set_up"]:
        yield f"make the first administrator here, within a day: {document['set_up']}"


def user_added(document: Document) -> Iterator[str]:
    """Say who was added and by which path a password is set, once."""
    reach = document["case"] or "every case"
    yield f"{document['user']}: {document['role']} in {reach} {document['party']}".rstrip()
    yield f"a password is set here, once, within three days: {document['link']}"


def assessment(document: Document) -> Iterator[str]:
    """Print an assessment: law first, then quantities, sums, drivers and assumptions."""
    yield f"{document['case']}: {document['samples']} draws, seed {document['seed']}"
    if not document["quantities"]:
        for reply in document.get("answers", ()):
            yield f"{reply['question']}"
            yield f"    {reply['answer']}"
        yield f"manifest {document['manifest'].get('digest', '')}"
        return
    applicable = [d for d in document["damages"] if d["applicability"] == "law" and d["status"] == "computed"]
    if not applicable:
        yield "No method here that could be computed is law for this place and date."
    for span in document.get("headline", {}).get("ranges", ()):
        ends = f"{number(float(span['low']))} to {number(float(span['high']))} {span['currency']}"
        yield f"  {ends}, 5-95 %, by {', '.join(span['methods'])}: alternatives, not parts"
    yield ""
    errors = document.get("errors", {})
    rows = [
        (n, *(number(q[p]) for p in ("p05", "p50", "p95")), _off(q["p95"], errors.get(f"quantities.{n}")))
        for n, q in document["quantities"].items()
    ]
    yield from table(rows, ("quantity", "p05", "p50", "p95", "p95 known to"))
    yield ""
    yield from _sums(document["damages"], errors)
    yield from _refused(document.get("refusals", ()))
    yield from _drivers(document)
    yield f"Assumed, drawn from ranges: {', '.join(document['assumed']) or 'nothing'}"
    for problem in document["problems"]:
        yield f"! {problem['message']}"
    for note in document.get("notes", ()):
        yield f"note: {note}"
    yield f"manifest {document['manifest'].get('digest', '')}"


def _sums(damages: Sequence[Document], errors: Document) -> Iterator[str]:
    """Print every computed sum, and what its method says with it: choices, limits, doubts."""
    sums = []
    for damage in damages:
        if damage["status"] == "computed":
            low, mid, high = (number(float(damage["amount"][q])) for q in ("p05", "p50", "p95"))
            sums.append(
                (
                    damage["method"],
                    damage["applicability"],
                    damage["currency"],
                    str(damage["price_year"] or "-"),
                    low,
                    mid,
                    high,
                    _off(damage["amount"]["p95"], errors.get(f"damages.{damage['method']}")),
                )
            )
    yield from table(sums, ("method", "applies as", "in", "prices of", "p05", "p50", "p95", "p95 known to"))
    yield ""
    told = [(d["method"], d["flags"]) for d in damages if d["status"] == "computed" and d.get("flags")]
    if told:
        yield "Said with the sums:"
    for method, flags in told:
        yield f"  {method}: {'; '.join(flags)}"
    if told:
        yield ""


def _refused(refusals: Sequence[Document]) -> Iterator[str]:
    """Print what is refused and why, in one table."""
    rows = [
        (row["what"], row["kind"], "; ".join(row["missing"]) or row["why"], row["completes"])
        for row in refusals
        if row["kind"] != "not-resolved"  # told among the drivers
    ]
    if rows:
        yield from table(rows, ("refused", "as", "missing, or why", "what would bring a figure"))
        yield ""


def _off(p95: float | str, error: Document | None) -> str:
    """Say how well so many draws know the 95 % quantile: one standard error, as a share of it."""
    if error is None or error["p95"] is None:
        return "?" if error else ""
    value = abs(float(p95))
    return f"{float(error['p95']) / value:.1%}" if value else ""


def _drivers(document: Document) -> Iterator[str]:
    """Print what drives each figure, what one division alone would do, and what would narrow a sum most."""
    rows = [
        (
            driver["figure"], driver["input"], f"{driver['share']:.0%}",
            f"{driver['low_share']:.0%} to {driver['high_share']:.0%}",
            f"{number(driver['low'])} .. {number(driver['high'])}",
        )
        if driver.get("resolved", True)
        else (driver["figure"], "not resolved with this many draws", "", "", "")
        for driver in document["drivers"]
    ]  # fmt: skip
    if rows:
        head = ("spread of", "explained by", "share", "95 % interval", "median at its low and high end")
        yield from table(rows, head)
        yield ""
    for swing in document.get("swings", ()):
        span = f"{number(swing['low'])} .. {number(swing['high'])}"
        yield f"{swing['figure']}: {span}, {swing['what']} (its price {swing['ratio']:.1f}-fold)"
    if document.get("narrowing"):
        yield "What would narrow a sum most:"
        yield from (f"  {words}" for words in document["narrowing"])
    reached = document.get("until")
    if reached:
        off = "not at all" if reached["reached_share"] is None else f"{reached['reached_share']:.1%}"
        told = "reached" if reached["met"] else "NOT reached"
        yield f"{reached['figure']}: p95 known to {off}; {told} the {reached['wanted_share']:.1%} asked for"


def one_draw(document: Document) -> Iterator[str]:
    """Print one draw: its inputs, its quantities, its sums."""
    yield f"{document['case']}: draw {document['draw']}, seed {document['seed']}"
    yield ""
    yield from table([(n, number(v, 6)) for n, v in document["inputs"].items()], ("input", "drawn"))
    yield ""
    yield from table([(n, number(v, 6)) for n, v in document["quantities"].items()], ("quantity", "value"))
    yield ""
    sums = [(a["method"], number(a["amount"], 6), a["currency"]) for a in document["amounts"]]
    yield from table(sums, ("method", "amount", "in"))
    yield f"{len(document['steps'])} steps and {len(document['leaves'])} leaves: see --json"


def explanation(document: Document) -> Iterator[str]:
    """Print how a figure came about, down to its leaves; or the figures there are."""
    if "figures" in document:
        yield "Figures that can be explained:"
        yield from (f"  {name}" for name in document["figures"])
        return
    yield f"{document['figure']} = {number(document['value'])} {document['unit']}".rstrip()
    yield ""
    for step in document["steps"]:
        yield f"{step['name']} = {number(step['output'])} {step.get('unit', '')}".rstrip()
        yield f"    by {step['method']}"
        yield f"    from {', '.join(step['inputs']) or 'nothing'}"
        if step["validity"]:
            yield f"    ! {step['validity']}"
    yield ""
    rows = [
        (
            leaf["name"],
            number(leaf["value"], 6 if leaf["kind"] == "published" else 3),
            leaf["unit"],
            leaf["kind"],
            leaf["source"],
            leaf["locator"] or "",
        )
        for leaf in document["leaves"]
    ]
    yield from table(rows, ("leaf", "value", "unit", "kind", "source", "where"))
    if document.get("sources"):
        yield ""
        yield "Sources"
    for key, source in document.get("sources", {}).items():
        head = ", ".join(source[part] for part in ("publisher", "title", "date") if source.get(part))
        where = source.get("address") or (f"read at {source['read_at']}" if source.get("read_at") else "")
        yield f"  {key}: {head} ({source['standing']}) {where}".rstrip()


def balance(document: Document) -> Iterator[str]:
    """Print a statement of account: sums, charges by assumption, terms, measures, and its caveats."""
    yield f"{document.get('title') or document['claim']} ({document['basis']}), on {document['on']}"
    for head in ("asserted", "awarded", "agreed", "paid", "principal"):
        yield f"  {head:<12} {money(document.get(head))}{_reason(document, head)}"
    for charge in document["charges"]:
        told = f"if a {charge['assumption'].replace('-', ' ')} acts  [{charge['article']}]"
        yield f"  {charge['head']:<12} {money(charge['amount'])}  {told}"
        yield from (f"  {'':<12}   {note}" for note in [charge.get("when")] if note)
    if not document["charges"] and document.get("charges_reason"):
        yield f"  {'charges':<12} none: {document['charges_reason']}"
    reason = document.get("outstanding_reason")
    yield f"  {'outstanding':<12} {money(document.get('outstanding'))}"
    yield from (f"  {'':<12}   {note}" for note in [reason] if note)
    if document.get("interest") is None:
        yield f"  {'interest':<12} not computed: {document.get('interest_reason', '')}"
    else:
        yield f"  {'interest':<12} {money(document['interest'])}"
    if document.get("rank") is not None:
        yield f"  {'rank':<12} {document['rank']} among the creditors of one debtor"
    for entry in document.get("entries", ()):
        yield f"  entry {entry['date']}: {entry['head']} {money(entry['amount'])}  ({entry['document']})"
    for bar in document.get("payment_bars", ()):
        yield f"  payment in {bar['currency']}: {bar['state']} ({bar['because']})"
    for measure in document.get("measures", ()):
        yield f"  {measure['kind']} {measure['state']}: {measure['because']}"
    for deadline in document["deadlines"]:
        state = f" ({deadline['state']})" if deadline.get("state") else ""
        yield f"  by {deadline['by']}{state}: {deadline['what']}  [{deadline['article']}]"
        if deadline.get("otherwise"):
            yield f"      {deadline['who']}; else {deadline['otherwise']}"
    for flag in document.get("flags", ()):
        yield f"  ! {flag}"


def _reason(document: Document, head: str) -> str:
    reason = document.get(f"{head}_reason")
    return f": {reason}" if reason and not document.get(head) else ""


def fall(document: Document) -> Iterator[str]:
    """Print where a body comes down."""
    centre, ellipse = document["centre"], document["ellipse"]
    yield f"centre   {centre['latitude_deg']:.4f} N  {centre['longitude_deg']:.4f} E"
    yield f"range    {document['range_km']:.2f} km in {document['flight_time_s']:.1f} s"
    yield (
        f"ellipse  {ellipse['major_km']:.2f} x {ellipse['minor_km']:.2f} km (full axes), "
        f"azimuth {ellipse['azimuth_deg']:.1f} deg, {ellipse['probability']:.0%} of falls"
    )
    speed = [number(document["impact_speed_m_per_s"][q]) for q in ("p05", "p50", "p95")]
    yield f"impact   {' / '.join(speed)} m/s (p05/p50/p95)"
    for part in document.get("fragments", ()):
        axes, range_of = part["ellipse"], part["ballistic_kg_per_m2"]
        yield (
            f"  {number(part['count_number'])} fragments of "
            f"{range_of['low']:.0f}-{range_of['high']:.0f} kg/m2: "
            f"{part['centre']['latitude_deg']:.4f} N  {part['centre']['longitude_deg']:.4f} E, "
            f"{axes['major_km']:.2f} x {axes['minor_km']:.2f} km"
        )
    if document["casualty_expectation"] is None:
        yield f"casualty expectation: none, {document['casualty_expectation_reason']}"
    else:
        yield f"casualty expectation {document['casualty_expectation']:.2g}, all people in the open"
    yield f"wind     {document['wind']['source']}"


def doctor(document: Document) -> Iterator[str]:
    """Print what this installation can do."""
    for check in document["checks"]:
        yield f"{'ok ' if check['ok'] else 'no '} {check['name']}: {check['why']}"
