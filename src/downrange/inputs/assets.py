"""Reader of asset registers as CSV, with a mapping from the file's columns to an asset's fields.

A mapping is written as YAML or given as a dictionary, field to column::

    id: inventory no        # made a slug: asset/inv-0042
    title.en: name
    kind: type
    owner: owner            # a party's reference, or empty: then the owner is unknown, with the reason
    value: value            # with value.currency, a fixed text where it begins with "="
    value.currency: =KZT
    identifier.vin: VIN
    use: use                # words separated by ";", "|" or ","
    owners: chain           # "party/x 2010..2023-02-19; party/y 2023-02-20.. 0.6": since, until, share
    valuations: appraised   # "2022-12-15 90000000.00 party/appraiser": day, sum in value.currency, by whom
    encumbrances: rights    # "pledge party/bank 2020-05-20": kind, to whom, since

Every wrong cell becomes a problem with file, column and line. Numbers are checked as they come in: a failed
check digit is an error; two numbers that one slip would make the same are a warning, since a wrong kind of
number once cost a lessor 23 million elsewhere.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from downrange.base.marked import parse
from downrange.base.money import Money
from downrange.case.schema import Asset
from downrange.errors import InputError, Problem, Where
from downrange.evidence.names import transliterate
from downrange.inputs.identifiers import number_doubts
from downrange.law.enforcement.attachability import USES, use_word
from downrange.law.identifiers import fault
from downrange.registry.marks import SHORTEST_NEAR, normal, one_slip_apart, variants

__all__ = ["AssetList", "near_misses", "read_assets", "read_mapping"]

_NEEDED = ("id", "title.en", "kind")
_PLAIN = ("place", "value_on", "holder", "inside")
_LISTS = ("owners", "valuations", "encumbrances")
_KNOWN = (*_NEEDED, *_PLAIN, *_LISTS, "title.ru", "title.kk", "owner", "value", "value.currency", "use")
_DAY = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_PARTY = r"party/[a-z0-9][a-z0-9.-]*"
_OWNER = (
    rf"(?P<party>{_PARTY})(?: (?P<since>{_DAY})?\.\.(?P<until>{_DAY})?)?(?: (?P<share>0?\.\d+|1|0\.\d+))?"
)
_VALUATION = rf"(?P<on>{_DAY}) (?P<amount>[\d.]+)(?: (?P<by>{_PARTY}))?"
_RIGHT = rf"(?P<kind>[a-z-]+) (?P<to>{_PARTY})(?: (?P<since>{_DAY}))?"
_TOO_MANY = "\0more"
"""Under this key :class:`csv.DictReader` puts the cells that no column stands over."""
_NO_OWNER = "the register names no owner"
_NO_VALUE = "the register names no value"


@dataclass(frozen=True)
class AssetList:
    """The assets of a file, and warnings about numbers that one slip would confuse."""

    assets: tuple[Asset, ...]
    warnings: tuple[Problem, ...] = ()


def read_assets(path: Path, mapping: Mapping[str, str]) -> AssetList:
    """Read a register.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 with one line of column names; comma, semicolon or tab.
    mapping : mapping
        Field to column; a text after ``=`` stands for every row.

    Raises
    ------
    InputError
        With everything that is wrong, each with file, column and line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            Problem(Where(str(path)), f"cannot be read: {error}", expected="UTF-8 text")
        ) from error
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    table = csv.DictReader(io.StringIO(text, newline=""), restkey=_TOO_MANY, delimiter=delimiter, strict=True)
    reader = _Reader(str(path), dict(mapping))
    try:
        reader.check_mapping(tuple(table.fieldnames or ()))
        if not reader.problems:
            for row in table:
                reader.read(table.line_num, row)
    except csv.Error as error:
        reader.problems.append(
            Problem(
                Where(str(path), line=table.line_num + 1), f"no CSV: {error}", expected="quotes that close"
            )
        )
    reader.check_containment()
    if reader.problems:
        raise InputError(reader.problems)
    alike = near_misses(reader.assets, str(path), reader.lines)
    return AssetList(tuple(reader.assets), (*reader.warnings, *alike))


def read_mapping(path: Path) -> dict[str, str]:
    """Read a mapping from a YAML file: field to column.

    Raises
    ------
    InputError
        If it cannot be read or is no mapping of texts.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(Where(str(path)), f"cannot be read: {error}", expected="YAML")) from error
    data = parse(text, str(path)).data
    if not isinstance(data, dict) or not all(isinstance(one, str) for one in data.values()):
        raise InputError(Problem(Where(str(path)), "is no mapping", expected="field: column, line by line"))
    return {str(key): value for key, value in data.items()}


@dataclass
class _Reader:
    file: str
    mapping: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, name: str, message: str, value: str, expected: str | None = None) -> None:
        where = Where(self.file, self.mapping.get(name, name), line)
        self.problems.append(Problem(where, message, value=value, expected=expected))

    def check_mapping(self, columns: tuple[str, ...]) -> None:
        for name in _NEEDED:
            if name not in self.mapping:
                self.wrong(1, name, "the mapping leaves this out", "", f"a column for {name}")
        for column in sorted({one for one in columns if columns.count(one) > 1}):
            if column in self.mapping.values():
                self.wrong(1, column, "stands over two columns", column, "one column of this name")
        for name, column in self.mapping.items():
            if name not in _KNOWN and not name.startswith("identifier."):
                self.wrong(
                    1,
                    name,
                    "the mapping names a field that an asset does not have",
                    name,
                    ", ".join((*_KNOWN, "identifier.KIND")),
                )
            elif not column.startswith("=") and column not in columns:
                self.wrong(1, name, "the file has no such column", column, ", ".join(columns))

    def cell(self, row: Mapping[str, Any], name: str) -> str:
        column = self.mapping.get(name, "=")
        return column[1:] if column.startswith("=") else str(row.get(column) or "").strip()

    def read(self, line: int, row: Mapping[str, Any]) -> None:
        before = len(self.problems)
        if row.get(_TOO_MANY):
            self.wrong(
                line, "id", "more cells than columns", str(row[_TOO_MANY]), "quotes round a cell's ; or ,"
            )
        for name in _NEEDED:
            if not self.cell(row, name):
                self.wrong(line, name, "is empty", "", f"a text for {name}")
        body = {
            "id": _slug(self.cell(row, "id")),
            "title": {key: text for key in ("en", "ru", "kk") if (text := self.cell(row, f"title.{key}"))},
            "kind": self.cell(row, "kind"),
            "owner": self.cell(row, "owner") or {"unknown": _NO_OWNER},
            "value": self.value(line, row),
            "identifiers": list(self.identifiers(line, row)),
            "use": list(self.uses(line, row)),
            **{name: text for name in _PLAIN if (text := self.cell(row, name))},
        }
        details = self.details(line, row)
        if details:
            body["details"] = details
        if isinstance(body.get("inside"), str):
            body["inside"] = _slug(str(body["inside"]))
        if body["id"] in self.lines:
            self.wrong(
                line, "id", "stands twice", str(body["id"]), f"once; first on line {self.lines[body['id']]}"
            )
        self.lines.setdefault(str(body["id"]), line)
        try:
            asset = Asset.model_validate(body)
        except ValidationError as error:
            for one in error.errors():
                name = ".".join(
                    str(part) for part in one["loc"] if str(part) in ("id", "title", "en", "owner", *_PLAIN)
                )
                self.wrong(line, name or str(one["loc"][0]), one["msg"], str(one["input"])[:60])
            return
        if len(self.problems) == before:
            self.assets.append(asset)

    def uses(self, line: int, row: Mapping[str, Any]) -> Iterator[str]:
        """Read the words of use; one that decides nothing is warned of: a slip there costs the most."""
        for word in filter(None, (one.strip() for one in re.split("[;|,]", self.cell(row, "use")))):
            plain = use_word(word)
            if plain not in USES:
                near = get_close_matches(plain, USES, 1, 0.75)
                told = f"decides nothing: is {near[0]} meant?" if near else "decides nothing about attachment"
                where = Where(self.file, self.mapping["use"], line)
                self.warnings.append(Problem(where, told, "warning", word, ", ".join(USES)))
            yield plain

    def check_containment(self) -> None:
        """Refuse what would be inside of itself; what lies in a thing that the file lacks is warned of."""
        above = {one.id: one.inside for one in self.assets if one.inside is not None}
        there = {one.id for one in self.assets}
        for name, where_in in above.items():
            line = self.lines[name]
            here: str | None = where_in
            seen = [name]
            while here is not None and here not in seen:
                seen.append(here)
                here = above.get(here)
            if here == name:
                self.wrong(line, "inside", "is inside of itself", " in ".join([*seen, name]), "a tree")
            elif where_in not in there:
                place = Where(self.file, self.mapping.get("inside", "inside"), line)
                told = "lies in a thing that this file does not list"
                self.warnings.append(Problem(place, told, "warning", where_in))

    def value(self, line: int, row: Mapping[str, Any]) -> Money | dict[str, str]:
        text = re.sub(r"\s", "", self.cell(row, "value"))
        if not text:
            return {"unknown": _NO_VALUE}
        if re.fullmatch(r"\d+,\d\d", text):
            text = text.replace(",", ".")  # two digits behind a comma: no thousands are written so
        try:
            if not re.fullmatch(r"\d+(\.\d+)?", text):
                raise ValueError("no sum of a thing's value")
            return Money.of(text, self.cell(row, "value.currency"))
        except ValueError as error:
            self.wrong(line, "value", str(error), text, "a sum such as 1250000.00, and a currency")
            return {"unknown": _NO_VALUE}

    def identifiers(self, line: int, row: Mapping[str, Any]) -> Iterator[dict[str, str]]:
        for name in self.mapping:
            kind = name.removeprefix("identifier.")
            text = self.cell(row, name) if kind != name else ""
            if not text:
                continue
            wrong = fault(kind, text)
            if wrong is not None:
                self.wrong(line, name, wrong, text)
            for doubt in number_doubts(kind, text):
                where = Where(self.file, self.mapping[name], line)
                self.warnings.append(Problem(where, doubt, "warning", text))
            yield {"kind": kind, "value": text}

    def listed(
        self, line: int, row: Mapping[str, Any], name: str, form: str, shown: str
    ) -> Iterator[re.Match[str]]:
        """Read the entries of a cell, separated by ";", each of one form."""
        for entry in filter(None, (one.strip() for one in self.cell(row, name).split(";"))):
            found = re.fullmatch(form, entry)
            if found is None:
                self.wrong(line, name, "cannot be read", entry, shown)
            else:
                yield found

    def details(self, line: int, row: Mapping[str, Any]) -> dict[str, Any]:
        """Read chains: owners with dates and shares, valuations with appraiser and day, rights of others."""
        owners = [
            {key: value for key, value in one.groupdict().items() if value}
            for one in self.listed(line, row, "owners", _OWNER, "party/x 2010..2023-02-19 0.6")
        ]
        currency = self.cell(row, "value.currency")
        valuations = []
        for one in self.listed(line, row, "valuations", _VALUATION, "2022-12-15 90000000.00 party/appraiser"):
            try:
                amount = Money.of(one["amount"], currency).as_json()
            except ValueError as error:
                self.wrong(line, "valuations", str(error), one["amount"], "a sum in value.currency")
                continue
            valuations.append({"on": one["on"], **amount, **({"by": one["by"]} if one["by"] else {})})
        rights = [
            {key: value for key, value in one.groupdict().items() if value}
            for one in self.listed(line, row, "encumbrances", _RIGHT, "pledge party/bank 2020-05-20")
        ]
        now = sum((Decimal(one.get("share", "1")) for one in owners if "until" not in one), Decimal(0))
        if now > 1:
            self.wrong(
                line, "owners", "the shares of today's owners are more than the whole", str(now), "at most 1"
            )
        found = {"owners": owners, "valuations": valuations, "encumbrances": rights}
        return {name: entries for name, entries in found.items() if entries}


def _slug(text: str) -> str:
    """Make an inventory number a reference: ``Inv. 42`` is ``asset/inv.-42``, ``Кран 7`` ``asset/kran-7``."""
    bare = transliterate(text.removeprefix("asset/")).casefold()
    return "asset/" + re.sub(r"[^a-z0-9.]+", "-", bare).strip("-.")


def near_misses(
    assets: list[Asset], file: str = "register", lines: Mapping[str, int] | None = None
) -> Iterator[Problem]:
    """Warn of numbers of two assets that are the same, or look alike (I and 1, O and 0, Cyrillic and Latin).

    Plain neighbours (serial numbers that count up) are not worth a warning; look-alikes and equal ones are.
    """
    seen: dict[str, tuple[str, str]] = {}
    for asset in assets:
        for one in asset.identifiers:
            bones = max(variants(one.value), key=len)
            if len(normal(one.value)) < SHORTEST_NEAR:
                continue
            other = seen.setdefault(bones, (asset.id, one.value))
            if other[0] != asset.id and one_slip_apart(one.value, other[1]):
                where = Where(file, one.kind, (lines or {}).get(asset.id))
                alike = "the same as" if normal(one.value) == normal(other[1]) else "looks like"
                yield Problem(where, f"{alike} {other[1]} of {other[0]}", "warning", one.value)
