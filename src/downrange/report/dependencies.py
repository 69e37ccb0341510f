"""What needs what: resources on the left, launches on the right; as a tree of words on narrow screens.

Drawn from plain values, so that pages and reports draw the same picture. Shape says what colour
says: a double frame is a single point of failure, a filled box is withdrawn, a struck one fails with it;
dashes are one of several options, dots a need of repairs only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from downrange.report.svg import element, figure, text

__all__ = ["Box", "Link", "dependency_picture"]

_ROW = 30.0
_SIDES = ((0.0, 250.0), (318.0, 560.0), (640.0, 860.0))
_STATES = {"withdrawn": "withdrawn", "fails": "fails with it", "stands": ""}


@dataclass(frozen=True)
class Box:
    """A thing, a kind of things, or a group of launches (column 2) of the picture.

    ``note``: a few words after the title; ``single``: whether it is (or holds) a single point of failure.
    """

    name: str
    title: str
    column: int
    state: str = "stands"
    single: bool = False
    note: str = ""


@dataclass(frozen=True)
class Link:
    """``start`` needs ``end``; ``style``: plain, option (one of several) or repair."""

    start: str
    end: str
    style: str = "plain"


def dependency_picture(
    boxes: Sequence[Box], links: Sequence[Link], title: str, description: str = ""
) -> Markup:
    """Draw boxes in three columns with their links; a tree of words for narrow screens.

    Parameters
    ----------
    boxes : sequence of Box
        Of any columns; a link to a name that is no box is left out.
    title, description : str
        For screen readers.
    """
    if not boxes:
        return Markup("")
    names = {box.name for box in boxes}
    links = [link for link in links if link.start in names and link.end in names]
    return _wide(boxes, links, (title, description)) + _narrow(boxes, links, (title, description))


def _columns(boxes: Sequence[Box], links: Sequence[Link]) -> list[list[Box]]:
    """Order each column by the middle of what it is linked to, from the launches leftwards: few crossings."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for link in links:
        neighbours[link.start].append(link.end)
        neighbours[link.end].append(link.start)
    columns = [[box for box in boxes if box.column == n] for n in range(3)]
    rank = {box.name: float(i) for i, box in enumerate(columns[2])}
    for n in (1, 0):
        for box in columns[n]:
            known = [rank[name] for name in neighbours[box.name] if name in rank]
            rank[box.name] = sum(known) / len(known) if known else float(len(rank))
        columns[n].sort(key=lambda box: (rank[box.name], box.title))
        rank |= {box.name: i / max(len(columns[n]), 1) * 10 for i, box in enumerate(columns[n])}
    return columns


def _wide(boxes: Sequence[Box], links: Sequence[Link], told: tuple[str, str]) -> Markup:
    columns = _columns(boxes, links)
    height = 30 + _ROW * max(map(len, columns))
    place: dict[str, tuple[int, float]] = {}
    for n, column in enumerate(columns):
        step = (height - 30) / max(len(column), 1)
        place |= {box.name: (n, 30 + step * (i + 0.5)) for i, box in enumerate(column)}
    parts = [
        text(_SIDES[n][0], 14, words, "ax")
        for n, words in enumerate(("equipment and tools", "what launches use", "launches"))
        if columns[n]
    ]
    down = {box.name for box in boxes if box.state != "stands"}
    for link in links:
        (a, y1), (b, y2) = place[link.end], place[link.start]
        x1, x2 = _SIDES[a][1], _SIDES[b][0]
        if a >= b:  # within a column: a bow on the left
            x1, x2 = _SIDES[a][0], _SIDES[b][0]
            bow = x1 - 26
            d = f"M{x1:.0f} {y1:.1f}C{bow:.0f} {y1:.1f} {bow:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
        else:
            half = (x1 + x2) / 2
            d = f"M{x1:.0f} {y1:.1f}C{half:.0f} {y1:.1f} {half:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
        hit = " hit-edge" if link.end in down else ""
        parts.append(element("path", d=d, class_=f"edge {link.style}{hit}"))
    for n, column in enumerate(columns):
        for box in column:
            parts += _box(box, _SIDES[n], place[box.name][1])
    return figure(860, height, parts, told[0], "wide-only graph", told[1])


def _box(box: Box, side: tuple[float, float], y: float) -> list[Markup]:
    left, right = side
    parts = [
        element("rect", x=left, y=y - 12, width=right - left, height=24, rx=3, class_=f"node {box.state}")
    ]
    if box.single:
        parts.append(
            element("rect", x=left + 3, y=y - 9, width=right - left - 6, height=18, rx=2, class_="inner")
        )
    words = f"{box.title} {box.note}".strip()
    most = int((right - left - 14) / 6.1)
    words = words if len(words) <= most else words[: most - 1].rstrip() + "…"
    parts.append(text(left + 8, y + 4, words, f"gn {box.state}"))
    if box.state == "fails":
        parts.append(element("line", x1=left, x2=right, y1=y + 12, y2=y - 12, class_="strike"))
    return parts


def _narrow(boxes: Sequence[Box], links: Sequence[Link], told: tuple[str, str]) -> Markup:
    by_name = {box.name: box for box in boxes}
    needs: Mapping[str, list[Link]] = {
        box.name: [link for link in links if link.start == box.name] for box in boxes
    }
    lines: list[tuple[int, str, str]] = []
    told_already: set[str] = set()

    def walk(box: Box, depth: int, style: str) -> None:
        word = {"option": "or ", "repair": "to mend: "}.get(style, "")
        mark = " ◎" if box.single and "◎" not in box.note else ""
        state = f" ({_STATES[box.state]})" if box.state != "stands" else ""
        lines.append((depth, f"{word}{box.title} {box.note}".strip() + mark + state, box.state))
        if box.name in told_already or depth > 3:
            return
        told_already.add(box.name)
        for link in needs[box.name]:
            walk(by_name[link.end], depth + 1, link.style)

    for box in boxes:
        if box.column == 2:
            walk(box, 0, "plain")
    parts: list[Markup] = []
    y = 16.0
    for depth, words, state in lines:
        if depth == 0 and parts:
            y += 8
        x = 14.0 * depth
        if depth:
            parts.append(element("path", d=f"M{x - 9:.0f} {y - 14:.0f}v10h6", class_="edge"))
        most = int((356 - x) / 6.2)
        words = words if len(words) <= most else words[: most - 1].rstrip() + "…"
        parts.append(text(x, y, words, f"{'grp' if depth == 0 else 'row'} {state}"))
        y += 18
    return figure(360, y, parts, told[0], "narrow-only graph", told[1])
