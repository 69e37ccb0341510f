"""The selection as it stands, drafts out of it, papers as a page and as PDF."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from tests.web import driving
from tests.web.pages.test_measures import CLAIM, EXERCISE, HERE, confirmed, drafted, text

from downrange.base.money import Money
from downrange.report.papers import WORDS
from downrange.web.pages.orders import PAPER_WORDS, named_things

SELECTION = f"/cases/{EXERCISE}/selection/"


def test_the_selection_shows_chosen_left_excluded_with_articles(pages: str) -> None:
    client = driving.client("regulator")
    shown = text(client.get(SELECTION + "?on=2023-12-31"))
    for expected in ("13,750,000,000", "money comes first", "ENF 55(2), 62(6)", "lives depend on it",
                     "account of an exempt type: escrow", "not needed: production-assets", "instead of",
                     "is not needed once what is to be covered falls to", "measure/movement-ban"):  # fmt: skip
        assert expected in shown, expected
    assert 'name="pick"' not in shown  # only a bailiff drafts
    assert "No claim" not in shown
    assert "holds no claim" in text(client.get("/cases/soyuz-nominal/selection/"))


def test_a_deviation_needs_its_reason(pages: str) -> None:
    client = driving.client("bailiff")
    asked = {"on": "2023-12-31", "exclude": "asset/crane-07"}
    refused = client.get(SELECTION, asked)
    assert refused.status_code == 422
    followed = text(client.get(SELECTION, {**asked, "because": "it is needed for a repair"}))
    assert 'value="it is needed for a repair"' in followed
    chosen = followed.split("<details><summary>Left")[0]
    assert "asset/crane-07 248600000.00" not in chosen


def test_what_is_ticked_begins_a_draft(pages: str) -> None:
    bailiff = driving.client("bailiff")
    picked = {
        "claim": "claim/debt", "kind": "account-freeze", "because": "a reason",
        "pick": ["asset/account-current 812400000.00 KZT", "asset/account-deposit 640000000.00 KZT"],
    }  # fmt: skip
    form = text(bailiff.post(f"/cases/{EXERCISE}/orders/draft/", picked))
    assert "asset/account-current 812400000.00 KZT\nasset/account-deposit 640000000.00 KZT" in form
    assert '<option value="account-freeze" selected>' in form
    assert '<option value="party/tsenki-exercise" selected>' in form
    assert "a reason" in form
    assert driving.client("approver").post(f"/cases/{EXERCISE}/orders/draft/", picked).status_code == 403
    assert driving.client("creditor").get(SELECTION).status_code == 403


def test_lines_of_things_are_read_with_their_sums() -> None:
    things, covers = named_things("asset/a 10.00 KZT\n\n asset/b \nasset/a 10.00 KZT")
    assert things == ("asset/a", "asset/b")
    assert covers == {"asset/a": Money.of("10.00", "KZT")}
    for wrong in ("crane", "asset/a 10", "asset/a ten KZT", "asset/a 1 XXX"):
        with pytest.raises(ValueError, match=re.escape(wrong)):
            named_things(wrong)


def test_an_order_is_printed_as_a_draft_and_then_as_an_order(pages: str) -> None:
    bailiff, approver = driving.client("bailiff"), driving.client("approver")
    drafted(bailiff)
    mine = HERE + "of/attachment-2/"
    draft = bailiff.get(mine + "order.html")
    assert "no order until a person has signed it" in text(draft)
    assert "Garage hall" in text(draft)
    assert "number of the order: ____" in text(draft)
    assert "Fictional" in text(draft)
    style = re.search(r"<style>(.*?)</style>", text(draft), re.DOTALL)
    assert style is not None
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in draft.headers["Content-Security-Policy"]
    confirmed(approver, mine + "approve/", {"on": "2023-05-03"})
    confirmed(bailiff, mine + "put-in-force/", {"on": "2023-05-04", "document": "EX-2023-099"})
    signed = text(bailiff.get(mine + "order.html"))
    assert "no order until" not in signed
    assert "EX-2023-099" in signed
    pdf = bailiff.get(mine + "order.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    russian = bailiff.get(mine + "order.html", headers={"accept-language": "ru"})
    assert '<html lang="ru">' in text(russian)
    assert driving.client("debtor").get(mine + "order.pdf").status_code == 403
    assert bailiff.get(HERE + "of/none/order.pdf").status_code == 404


def test_a_certificate_can_be_checked_by_anybody(
    pages: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from downrange.service.holding.certificate import faults
    from downrange.service.record.facts import facts_as_of

    monkeypatch.setenv("DOWNRANGE_STATE", str(tmp_path))
    bailiff = driving.client("bailiff")
    assert bailiff.get(CLAIM + "certificate/").status_code == 404  # nothing was released
    ended = {"on": "2023-06-01", "document": "waiver 1", "ending": "waiver", "role": "bailiff"}
    confirmed(bailiff, CLAIM + "no-charges/", {"on": "2023-06-01", "document": "statement 1"})
    confirmed(bailiff, CLAIM + "end/", ended)
    paper: dict[str, Any] = bailiff.get(CLAIM + "certificate/?as=json").json()
    public = bytes.fromhex(facts_as_of("log/key")[0].body["ed25519"])
    assert faults(paper, public) == []  # a head that covers the release is signed when it is asked for
    later = bailiff.get(CLAIM + "certificate/").content.decode()
    assert paper["checkpoint"]["note"].splitlines()[2] in later
    assert paper["log"]["root_hash"] in text(bailiff.get(CLAIM + "certificate/"))
    assert bailiff.get(CLAIM + "certificate/?as=pdf").content.startswith(b"%PDF")
    assert driving.client("creditor").get(CLAIM + "certificate/").status_code == 403


def test_the_words_of_the_papers_are_known_to_translators() -> None:
    assert set(WORDS.values()) == set(PAPER_WORDS)
