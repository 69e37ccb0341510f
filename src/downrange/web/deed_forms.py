"""The form of an act: the day, the paper, and what else this act asks for."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.base.money import EXPONENTS
from downrange.web import papers
from downrange.web.deeds import Deed
from downrange.web.labels import label

__all__ = ["Around", "DeedForm", "deed_form", "retold"]

_ENDINGS = ("waiver", "settlement", "mediation", "title-set-aside", "liquidation")
_HEADS = ("sanction", "bailiff-pay", "costs", "penalty")
_GROUNDS_TOLD = ("because", "whom", "asked_by", "permission", "permits", "ground")
"""Fields whose answer is told to the service in one place."""


@dataclass(frozen=True)
class Around:
    """What stands around an act: what is held, what is permitted, the currency of the debt, the day."""

    on: date
    reaches: Sequence[str] = ()
    permits: Sequence[str] = ()
    currency: str = "KZT"
    titles: Mapping[str, str] | None = None

    def things(self) -> list[tuple[str, str]]:
        """Give the things to choose from, with their names."""
        names = self.titles or {}
        return [(one, f"{names[one]} ({one})" if names.get(one) else one) for one in self.reaches]


def _words(text: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=text, required=required, max_length=500, help_text=help_text)


def _choice(text: Any, values: Sequence[str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=text, choices=[(one, label(one)) for one in values])


def _day(text: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def _causes() -> tuple[str, ...]:
    from downrange.law.enforcement.course import CAUSES

    return CAUSES


def _grounds(on: date) -> tuple[str, ...]:
    from downrange.law.rule import NO_BOOK

    return tuple(NO_BOOK.find("kz-enforcement.exit_ban_lifting_grounds", on).items)


_FIELDS: Mapping[str, Callable[[Around], forms.Field]] = {
    "because": lambda around: _words(gettext_lazy("Because")),
    "whom": lambda around: _words(gettext_lazy("On whom it was served")),
    "asked_by": lambda around: _words(gettext_lazy("Who asked for it"), required=False),
    "permission": lambda around: _words(gettext_lazy("What is permitted, in words")),
    "permits": lambda around: _choice(gettext_lazy("Permission"), around.permits),
    "queue": lambda around: forms.BooleanField(
        label=gettext_lazy("Stand behind another attachment of the same thing"), required=False
    ),
    "founder": lambda around: forms.BooleanField(
        label=gettext_lazy("The former head is the only founder"), required=False
    ),
    "known_on": lambda around: _day(gettext_lazy("Day of coming to know, if another"), required=False),
    "until": lambda around: _day(gettext_lazy("Until, where a term is named"), required=False),
    "objection": lambda around: _choice(gettext_lazy("The measure"), ("stands", "cancelled")),
    "suit": lambda around: _choice(gettext_lazy("The suit"), ("freed", "dismissed")),
    "assets": lambda around: forms.MultipleChoiceField(
        label=gettext_lazy("Things"), choices=around.things(), required=False,
        widget=forms.CheckboxSelectMultiple,
    ),
    "old": lambda around: forms.ChoiceField(label=gettext_lazy("Thing to let go"), choices=around.things()),
    "into": lambda around: _words(
        gettext_lazy("Thing in its place"), help_text=gettext_lazy("as in the register: asset/crane-07")
    ),
    "ground": lambda around: _choice(gettext_lazy("Ground"), _grounds(around.on)),
    "amount": lambda around: forms.DecimalField(
        label=gettext_lazy("Sum"), min_value=0, max_digits=24, decimal_places=2
    ),
    "currency": lambda around: forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[(one, one) for one in sorted(EXPONENTS)],
        initial=around.currency,
    ),
    "licence": lambda around: _words(
        gettext_lazy("Licence, where a sanctions list bars the payment"), required=False
    ),
    "key": lambda around: forms.CharField(
        max_length=64, widget=forms.HiddenInput, initial=lambda: secrets.token_hex(12)
    ),
    "head": lambda around: _choice(gettext_lazy("Head"), _HEADS),
    "ending": lambda around: _choice(gettext_lazy("How it ends"), _ENDINGS),
    "cause": lambda around: _choice(gettext_lazy("Cause"), _causes()),
}  # fmt: skip


class DeedForm(forms.Form):
    """The day and the paper of an act; :func:`deed_form` adds what else it asks."""

    on = _day(gettext_lazy("Day of the act"))
    document = forms.CharField(label=gettext_lazy("Paper: what document bears it"), max_length=300)

    def clean(self) -> dict[str, Any]:
        """Refuse a sum finer than its currency: there is no half yen."""
        cleaned = super().clean() or self.cleaned_data
        amount, currency = cleaned.get("amount"), cleaned.get("currency")
        if amount is not None and currency:
            try:
                DecimalValidator(24, EXPONENTS[currency])(amount)
            except ValidationError as error:
                self.add_error("amount", error)
        return dict(cleaned)

    def given(self) -> dict[str, Any]:
        """Give what the service is told: one text, one day, one outcome, whichever field asked for it."""
        cleaned = self.cleaned_data
        told = next((cleaned[name] for name in _GROUNDS_TOLD if cleaned.get(name)), "")
        day = cleaned.get("known_on") or cleaned.get("until")
        outcome = cleaned.get("objection") or cleaned.get("suit")
        return {"queue": False, "founder": False, **cleaned, "told": told, "day": day, "outcome": outcome}


def deed_form(deed: Deed, around: Around, data: Any = None) -> DeedForm:
    """Make the form of an act."""
    form = DeedForm(data, initial={"on": around.on})
    form.fields["document"].required = deed.paper
    if not deed.paper:
        form.fields["document"].label = _("Paper, if there is one")
    if len(deed.roles) > 1 and not deed.by_party:
        form.fields["role"] = _choice(_("Whose act it is"), deed.roles)
    for name in deed.fields:
        form.fields[name] = _FIELDS[name](around)
    papers.add_fields(form)
    return form


def retold(form: DeedForm) -> list[tuple[str, str]]:
    """List what was filled in, label and words, to be read once more before it is done."""
    rows = []
    for field in form.visible_fields():
        value = form.cleaned_data.get(field.name)
        if value in (None, "", [], False) or field.name == "paper":
            continue
        shown = ", ".join(value) if isinstance(value, list) else _("yes") if value is True else str(value)
        if field.name in ("role", "head", "ending", "cause", "objection", "suit", "ground"):
            shown = label(shown)
        rows.append((str(field.label), shown))
    if form.cleaned_data.get("paper_sha256"):
        rows.append((_("Digest of the paper (SHA-256)"), form.cleaned_data["paper_sha256"]))
    return rows
