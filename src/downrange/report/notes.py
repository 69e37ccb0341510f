"""Numbered sources: counted in the order in which the page names them, each number once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from downrange.base.source import Source
from downrange.errors import SourceError
from downrange.reference import library
from downrange.report.words import word

__all__ = ["Notes", "cited"]


def cited(source: Source, language: str = "en") -> str:
    """Spell a citation: publisher, title, date; a mirror only as the place where it was read."""
    head = ", ".join(part for part in (source.publisher, f"“{source.title}”", source.date) if part)
    tail = [word(f"standing_{source.standing}", language)]
    if source.note:
        tail.append(source.note)
    return f"{head} ({'; '.join(tail)})"


class Notes:
    """The notes of one page, filled while the page is written from top to bottom.

    Parameters
    ----------
    books : mappings of key to Source
        Where keys are looked up, in order; the library comes last.
    """

    def __init__(self, *books: Mapping[str, Source]) -> None:
        self._books = books
        self._numbers: dict[Source, int] = {}
        self._fresh: list[int] = []
        self._quiet = False

    def source(self, key: str) -> Source:
        """Look a key up.

        Raises
        ------
        SourceError
            If no book holds it: a figure without a source is not printed.
        """
        for book in self._books:
            if key in book:
                return book[key]
        return library.citation(key)

    def number(self, key: str) -> int:
        """Give the number of a source, the next one where it is new."""
        source = self.source(key)
        if source not in self._numbers:
            self._numbers[source] = len(self._numbers) + 1
            if not self._quiet:
                self._fresh.append(self._numbers[source])
        return self._numbers[source]

    def cite(self, keys: Iterable[str] | str | None) -> Markup:
        """Make the raised numbers for some keys, linked to the list of sources."""
        names = [keys] if isinstance(keys, str) else list(keys or ())
        numbers = sorted({self.number(name) for name in names})
        links = Markup(" ").join(
            Markup('<a href="#s{0}">{0}</a>').format(number) for number in numbers
        )  # numbers only
        return Markup('<sup class="cite">{}</sup>').format(links) if numbers else Markup("")

    def known(self, key: str) -> bool:
        """Say whether a key is a source at all (an article or a file's name may stand in its place)."""
        try:
            self.source(key)
        except SourceError:
            return False
        return True

    def cite_known(self, keys: Iterable[str]) -> Markup:
        """Cite the keys that are sources; leave out the others."""
        return self.cite([key for key in keys if self.known(key)])

    def quiet(self, on: bool) -> str:
        """Leave the margin alone while a folded table is written; gives nothing to print."""
        self._quiet = on
        return ""

    def margin(self) -> list[tuple[int, Source]]:
        """Give the notes that are new since the last call, for the margin beside a section."""
        fresh, self._fresh = self._fresh, []
        by_number = {number: source for source, number in self._numbers.items()}
        return [(number, by_number[number]) for number in fresh]

    def all(self) -> list[tuple[int, Source]]:
        """Give every note in order."""
        return [(number, source) for source, number in self._numbers.items()]
