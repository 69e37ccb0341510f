"""A page that stands alone out of a template: our own style sheet inside it, every value escaped."""

from __future__ import annotations

from functools import lru_cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from downrange.report.words import word

__all__ = ["fill"]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # StrictUndefined: a word that is missing is a mistake of ours and must not vanish from a printed page
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(_asset),
    )


def _asset(name: str) -> str:
    return files("downrange.report").joinpath(f"templates/{name}").read_text("utf-8")


def fill(template: str, language: str, **values: Any) -> str:
    """Write the page of a template of ``report/templates``.

    Parameters
    ----------
    template : str
        The file's name.
    language : str
        Of the words that the template asks for by ``w``.
    values
        All else that the template names; a name that is missing fails loudly.
    """
    return (
        _environment()
        .get_template(template)
        .render(
            w=partial(word, language=language),
            language=language,
            style=Markup(_asset("report.css")),  # noqa: S704 - our own style sheet
            **values,
        )
    )
