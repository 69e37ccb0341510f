"""The page as PDF: the same HTML, walked once and set by typst, so that no figure can differ.

Headings, tables, lists, links, figures and notes become typst's own, hence a tagged PDF (PDF/UA-1) with the
language, the title and a text for every picture. Only the fonts that typst carries are used: the result does
not depend on the machine, and they hold Cyrillic with the letters of Kazakh. Folded parts are printed open,
except the derivations of single figures, which would fill sixty pages; the last line says where they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from importlib.resources import files
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

from downrange.report.words import word

__all__ = ["page_pdf", "typst_source"]

_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_SKIPPED = frozenset({"head", "style", "script", "title", "desc", "nav"})
_LABELLED = frozenset({"p", "li", "section", "div"})
_SIGNS = {
    "confirmed": "✓", "yes": "✓", "wrong": "✕", "no": "✕", "disputed": "≠", "ambiguous": "?", "partly": "≈",
    "out-of-scope": "–", "plan": "○", "kept": "●", "stopped": "■", "delayed": "◆", "flown": "▲", "held": "▬",
    "used": "▬", "law": "■", "persuasive": "●", "analogy": "○", "b": "▬", "m": "◆", "ref-key": "▭",
    "none-key": "▭", "disc": "●", "fact": "■", "method": "■", "reacted": "■", "air": "■", "soil": "■",
}  # fmt: skip
"""What the style sheet draws before a word, as a letter, so that paper keeps it."""
_SVG_CASE = {"viewbox": "viewBox"}
_PRINT = {
    "--paper": "#ffffff", "--ink": "#000000", "--soft": "#444444", "--rule": "#bbbbbb", "--wash": "#f2f2f2",
    "--claim": "#5a2f00", "--model": "#1d4f75", "--meas": "#06504c", "--bad": "#8a1c10", "--mid": "#6b5000",
    "--water": "#e6e6e6", "--land": "#fafafa",
    "--sans": "'Libertinus Serif'", "--serif": "'Libertinus Serif'",
}  # fmt: skip


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has(self, class_: str) -> bool:
        return class_ in self.get("class").split()

    def walk(self) -> Iterator[_Node]:
        yield self
        for child in self.children:
            if isinstance(child, _Node):
                yield from child.walk()

    def find(self, tag: str) -> _Node | None:
        return next((node for node in self.walk() if node.tag == tag), None)

    def text(self) -> str:
        parts = (c if isinstance(c, str) else c.text() for c in self.children)
        return re.sub(r"\s+", " ", "".join(parts)).strip()


class _Tree(HTMLParser):
    """Read a page of ours into a tree; it is well formed, so an end tag closes what is open above it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)

    def handle_endtag(self, tag: str) -> None:
        names = [node.tag for node in self.open]
        if tag in names[1:]:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _read(page: str) -> _Node:
    tree = _Tree()
    tree.feed(page)
    tree.close()
    return tree.root


def quoted(words: str) -> str:
    r"""Write words as a string of typst.

    >>> quoted('say "a"')
    '"say \\"a\\""'
    """
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


class _Setter:
    """Turns nodes into expressions of typst: strings go in as data, so no text can be read as markup."""

    def __init__(self, root: _Node, style: str) -> None:
        self.style = style
        self.left_out = False
        self.labels = {node.get("id") for node in root.walk() if node.get("id") and node.tag in _LABELLED}
        self.blocks: Mapping[str, Callable[[_Node], str]] = {
            "p": self.paragraph,
            **dict.fromkeys(("h1", "h2", "h3", "h4"), self.heading),
            "table": self.table, "ul": self.items, "ol": self.items, "svg": self.picture, "dl": self.pairs,
            "details": self.folded, "figure": self.figure, "hr": lambda node: "line(length: 100%)",
        }  # fmt: skip

    def labelled(self, node: _Node, content: str) -> str:
        name = node.get("id")
        return f"[#{content} <{_label(name)}>]" if name in self.labels and name else content

    def content(self, node: _Node) -> str:
        """Set everything inside a node, blocks and running text in their order, as one expression."""
        parts = [part for child in node.children if (part := self.one(child))]
        return f"({' + '.join(parts)})" if parts else "[]"

    def one(self, child: _Node | str) -> str:
        if isinstance(child, str):
            if not child.strip() and "\n" in child:
                return ""  # the break of a line between two blocks of the page
            words = re.sub(r"\s+", " ", child)
            return f"text({quoted(words)})" if words else ""
        if child.tag in _SKIPPED or child.has("narrow-only") or child.has("skip"):
            return ""
        if child.tag in self.blocks:
            return self.blocks[child.tag](child)
        return self.inline(child)

    def inline(self, node: _Node) -> str:
        inner = self.content(node)
        wrap = {
            "b": "strong",
            "strong": "strong",
            "em": "emph",
            "small": "small",
            "code": "code",
            "sup": "super",
        }
        if node.tag == "br":
            return "linebreak()"
        if node.tag == "i":
            return self.sign(node)
        if node.tag in wrap:
            return f"{wrap[node.tag]}({inner})"
        if node.tag == "a":
            return self.link(node, inner)
        if node.tag == "header":
            spans = [self.content(child) for child in node.children if isinstance(child, _Node)]
            return f"blocked({quoted(node.get('class'))}, {' + text(" · ") + '.join(spans) or '[]'})"
        if node.tag in ("div", "section", "main", "body", "figcaption", "aside"):
            return self.labelled(node, f"blocked({quoted(node.get('class'))}, {inner})")
        return inner

    def sign(self, node: _Node) -> str:
        """Give the letter for what the style sheet draws, coloured by its class."""
        name = next((name for name in node.get("class").split() if name in _SIGNS), "")
        return f"sign({quoted(name)}, {quoted(_SIGNS[name])})" if name else ""

    def link(self, node: _Node, inner: str) -> str:
        target = node.get("href")
        if target.startswith("#"):
            return (
                f"link(label({quoted(_label(target[1:]))}), {inner})" if target[1:] in self.labels else inner
            )
        return f"link({quoted(target)}, {inner})" if target.startswith("http") else inner

    def paragraph(self, node: _Node) -> str:
        return self.labelled(node, f"para({quoted(node.get('class'))}, {self.content(node)})")

    def heading(self, node: _Node) -> str:
        return f"heading(level: {node.tag[1]}, {self.content(node)})"

    def items(self, node: _Node) -> str:
        if node.has("margin"):
            return ""
        entries = [child for child in node.children if isinstance(child, _Node) and child.tag == "li"]
        made = []
        for entry in entries:
            number = entry.get("value")
            body = f"[#{self.content(entry)}]"
            body = self.labelled(entry, f"block({body})") if entry.get("id") else body
            made.append(f"enum.item({number}, {body})" if number else body)
        name = "enum" if node.tag == "ol" else "list"
        return f"{name}({', '.join(made)})" if made else ""

    def pairs(self, node: _Node) -> str:
        cells = []
        for row in (child for child in node.children if isinstance(child, _Node)):
            term, value = row.find("dt"), row.find("dd")
            if term is not None and value is not None:
                parts = [self.one(child) for child in value.children]
                strong = [isinstance(c, _Node) and c.tag == "strong" for c in value.children]
                told = [f"{p} + linebreak()" if s else p for p, s in zip(parts, strong, strict=True) if p]
                cells.append(f"[#small({self.content(term)})\\ #({' + '.join(told)})]")
        return f"sums({', '.join(cells)})" if cells else ""

    def folded(self, node: _Node) -> str:
        if node.has("derivation"):
            self.left_out = True
            return ""
        summary = node.find("summary")
        rest = _Node("div", {}, [c for c in node.children if c is not summary])
        title = self.content(summary) if summary is not None else "[]"
        return f"folded({title}, [#{self.content(rest)}])"

    def figure(self, node: _Node) -> str:
        return f'blocked("figure", {self.content(node)})'

    def table(self, node: _Node) -> str:
        rows = [row for row in node.walk() if row.tag == "tr"]
        cells = [[c for c in row.children if isinstance(c, _Node) and c.tag in ("td", "th")] for row in rows]
        width = max((sum(int(c.get("colspan") or 1) for c in row) for row in cells), default=0)
        if not width:
            return ""
        head = [row for row in cells if row and all(c.tag == "th" for c in row)]
        body = [row for row in cells if row not in head]
        caption = node.find("caption")
        made = [f"table.header({', '.join(self.cell(c) for c in row)})" for row in head[:1]]
        for row in body:
            filled = [self.cell(c) for c in row]
            filled += ["[]"] * (width - sum(int(c.get("colspan") or 1) for c in row))
            made += filled
        weights = ", ".join(f"{w}fr" for w in _weights(cells, width))
        told = self.content(caption) if caption is not None else "none"
        return f"sheet(({weights}), {told}, {', '.join(made)})"

    def cell(self, node: _Node) -> str:
        span = node.get("colspan")
        sign = f"#{self.sign(node)}" if node.has("v") and self.sign(node) else ""
        inner = f"[{sign}#{self.content(node)}]"
        return f"table.cell(colspan: {span}, {inner})" if span else inner

    def picture(self, node: _Node) -> str:
        title, told = node.find("title"), node.find("desc")
        words = ". ".join(part.text() for part in (title, told) if part is not None) or "picture"
        share = "62%" if node.has("one") else "100%"  # fields stand side by side on the screen
        return f"drawn(bytes({quoted(_standalone(node, self.style))}), {quoted(words)}, {share})"


def _label(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.:-]", "-", name)


def _weights(cells: list[list[_Node]], width: int) -> list[int]:
    """Share the page out by what the columns hold: by the root of their longest text: none starves."""
    longest = [1.0] * width
    for row in cells:
        if len(row) == width:
            for index, cell in enumerate(row):
                longest[index] = max(longest[index], float(len(cell.text())))
    return [max(6, min(30, round(2.2 * number**0.5))) for number in longest]


def _standalone(node: _Node, style: str) -> str:
    """Spell a picture as a file of its own, the rules of the style sheet inside it."""
    inner = "".join(_svg(child) for child in node.children)
    attributes = "".join(_attribute(name, value) for name, value in node.attributes.items() if name != "role")
    return f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}><style>{style}</style>{inner}</svg>'


def _svg(child: _Node | str) -> str:
    if isinstance(child, str):
        return xml_escape(child)
    attributes = "".join(_attribute(name, value) for name, value in child.attributes.items())
    inner = "".join(_svg(one) for one in child.children)
    return f"<{child.tag}{attributes}>{inner}</{child.tag}>"


def _attribute(name: str, value: str) -> str:
    return f" {_SVG_CASE.get(name, name)}={quoteattr(value)}"


_DRAWS = re.compile(r"fill|stroke|font-size|font-weight|opacity")


@lru_cache(maxsize=4)
def _drawing_style(css: str) -> str:
    """Keep the rules that pictures use, with the colours of print in place of the names."""
    kept = [
        f"{selector}{{{body}}}"
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", _without_at_rules(css))
        if _DRAWS.search(body) and not selector.strip().startswith((":root", "body", "html"))
    ]
    style = "".join(kept)
    for name, value in _PRINT.items():
        style = style.replace(f"var({name})", value)
    return f"text{{font-family:'Libertinus Serif';fill:#000}}{style}"


def _without_at_rules(css: str) -> str:
    """Leave out every rule that begins with @, with all inside its braces.

    >>> _without_at_rules("a{b:c}@media(x){d{e:f}}g{h:i}")
    'a{b:c}g{h:i}'
    """
    kept, depth, inside = [], 0, False
    for piece in re.split(r"([{}])", css):
        if depth == 0 and not inside and "@" in piece:
            before, _, _ = piece.partition("@")
            kept.append(before)
            inside = True
            continue
        if piece == "{":
            depth += 1
        if not inside:
            kept.append(piece)
        if piece == "}":
            depth -= 1
            inside = inside and depth > 0
    return "".join(kept)


def typst_source(page: str) -> str:
    """Give a page of ours as a source of typst, its pictures inside it.

    Parameters
    ----------
    page : str
        HTML as :mod:`downrange.report.html` and the other pages write it.
    """
    root = _read(page)
    head, body = root.find("head"), root.find("body")
    assert head is not None, "a page of ours has a head"
    assert body is not None, "a page of ours has a body"
    css = "".join(node.text() for node in head.walk() if node.tag == "style")
    setter = _Setter(body, _drawing_style(css))
    title = head.find("title")
    metas = {node.get("name"): node.get("content") for node in head.walk() if node.tag == "meta"}
    html = root.find("html")
    language = (html.get("lang") if html is not None else "") or "en"
    marks = [word for word in ("hypothetical", "fictional") if metas.get(f"downrange:{word}") == "true"]
    running = " · ".join([*(word.upper() for word in marks), "Downrange", metas.get("downrange:case", "")])
    template = files("downrange.report").joinpath("templates/report.typ").read_text("utf-8")
    settings = {
        "title": title.text() if title is not None else "Downrange",
        "language": language,
        "running": running.strip(" ·"),
        "manifest": metas.get("downrange:manifest", "")[:12],
        "keywords": ", ".join(word for word in (metas.get("downrange:case", ""), *marks) if word),
    }
    content = setter.content(body)
    end = f"#small({quoted(word('pdf_left_out'))})" if setter.left_out else ""
    given = ", ".join(f"{name}: {quoted(value)}" for name, value in settings.items())
    return f"{template}\n#show: page-of.with({given})\n#{content}\n{end}\n"


def page_pdf(page: str) -> bytes:
    """Set a page of ours as a tagged PDF (PDF/UA-1), the same bytes for the same page.

    Raises
    ------
    RuntimeError
        If typst cannot set it: a mistake of ours.
    """
    import typst

    source = typst_source(page).encode()
    made = typst.compile(source, format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"], timestamp=0)
    assert isinstance(made, bytes)
    return made
