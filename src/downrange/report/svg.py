"""A few lines to write SVG with everything escaped."""

from __future__ import annotations

from markupsafe import Markup, escape

__all__ = ["element", "figure", "text"]


def element(name: str, content: str = "", /, **attributes: object) -> Markup:
    """Make one element; ``class_`` stands for ``class``, ``text_anchor`` for ``text-anchor``.

    Content of type ``str`` is escaped, ``Markup`` is kept; floats are written with one decimal.
    """
    spelled = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_spell(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not content:
        return Markup(f"<{name}{spelled}/>")  # noqa: S704 - both parts are escaped above
    return Markup(f"<{name}{spelled}>{escape(content)}</{name}>")  # noqa: S704 - escaped here and above


def _spell(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def text(x: float, y: float, content: str, class_: str, anchor: str | None = None) -> Markup:
    """Make a text element."""
    return element("text", content, x=float(x), y=float(y), class_=class_, text_anchor=anchor)


def figure(
    width: int, height: float, parts: list[Markup], title: str, class_: str = "", description: str = ""
) -> Markup:
    """Wrap parts into a picture with a title, and perhaps a description, for screen readers."""
    told = element("desc", description) if description else Markup("")
    return element(
        "svg",
        element("title", title) + told + Markup("").join(parts),
        viewBox=f"0 0 {width} {_spell(float(height))}",
        role="img",
        class_=class_ or None,
    )
