"""The register of assets: who sees, searches and imports; one thing's page; what an import does before it is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from tests.web import driving

from downrange.web.pages.assets import RegisterForm

if TYPE_CHECKING:
    from tests.web.conftest import Visit

EXERCISE = "tsenki-2023-exercise"
HERE = f"/cases/{EXERCISE}/assets/"
MAPPING = "id: inv\ntitle.en: name\nkind: type\nowner: owner\nidentifier.serial: serial\n"
ROWS = (
    "inv,name,type,owner,serial\nnew-1,Rack,equipment,party/tsenki-exercise,NEWZ-0001\n"
    "new-2,Rack,equipment,party/exercise-carrier,TLM-0O03-Z\n"
)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_register_shows_things_by_pages_and_filters(pages: str) -> None:
    client = driving.client("creditor")
    assert client.get(HERE).status_code == 403  # of another case
    first = text(driving.client("regulator").get(HERE))
    assert "Next page" in first
    assert "812,400,000" in first
    assert "KZ00ZZZ0000000000001" in first
    accounts = text(driving.client("auditor").get(HERE + "?kind=account&named=1"))
    assert "account-current" in accounts
    assert "account-escrow" not in accounts  # no order names it
    assert "crane-07" not in accounts
    assert "Next page" not in accounts
    assert "Nothing found" in text(driving.client("bailiff").get(HERE + "?kind=no-such-kind"))


def test_a_party_sees_the_things_of_its_own_case_but_does_not_search(pages: str) -> None:
    debtor = driving.client("debtor")
    own = text(debtor.get("/cases/tsenki-2023/assets/"))
    assert "tsenki-own-property" in own
    assert 'name="number"' not in own
    assert debtor.get(HERE).status_code == 403
    assert debtor.post("/cases/tsenki-2023/assets/search/", {"number": "1"}).status_code == 403
    assert driving.client("customs").get("/cases/tsenki-2023/assets/").status_code == 403


def test_a_search_finds_by_any_spelling_warns_of_slips_and_is_logged(pages: str) -> None:
    from downrange.registry.facts import as_of

    bailiff = driving.client("bailiff")
    asked = {"number": "zzz-0000 0500000007", "purpose": "inventory"}
    assert "Mobile crane, in reserve" in text(bailiff.post(HERE + "search/", asked))
    slip = text(bailiff.post(HERE + "search/", {"number": "ZZZ00000500000O07"}))
    assert "One slip away" in slip
    assert "No thing on this register" in text(bailiff.post(HERE + "search/", {"number": "QQQ-77777"}))
    assert [one.by for one in as_of("register/query")] == ["user/bailiff"] * 3
    assert "Search" in text(bailiff.post(HERE + "search/", {"number": " "}))
    assert len(as_of("register/query")) == 3


def test_the_page_of_a_thing_tells_all_that_is_on_record(pages: str) -> None:
    client = driving.client("approver")
    crane = text(client.get(HERE + "of/shared-crane/?on=2023-03-10"))
    for expected in ("GCZ-0150", "60%", "40%", "90,000,000", "in force", "Chain of owners", "/public/log/"):
        assert expected in crane, expected
    pledged = text(client.get(HERE + "of/welding-line/"))
    assert "500,000,000" in pledged
    boxed = text(client.get(HERE + "of/old-locomotive/"))
    assert "the papers burnt with an archive of the exercise" in boxed
    assert client.get(HERE + "of/no-such-thing/").status_code == 404
    assert driving.client("debtor").get(HERE + "of/shared-crane/").status_code == 403


def test_an_import_is_checked_first_and_recorded_by_a_second_click(pages: str) -> None:
    from downrange.registry.facts import as_of

    bailiff = driving.client("bailiff")
    asked = {"mapping": MAPPING, "text": ROWS}
    checked = text(bailiff.post(HERE + "import/", asked))
    assert "2 things were read without a fault. Nothing is on record yet." in checked
    assert not as_of(f"{EXERCISE}/asset/new-1")
    done = text(bailiff.post(HERE + "import/", {**asked, "confirm": "yes"}, follow=True))
    assert "2 new, 0 corrected, 0 unchanged" in done
    assert "one slip away from" in done  # from the number of a held thing
    (fact,) = as_of(f"{EXERCISE}/asset/new-1")
    assert (fact.by, len(fact.document_sha256)) == ("user/bailiff", 64)
    assert bailiff.get(HERE + "of/new-1/").status_code == 200


def test_what_is_wrong_in_a_register_is_said_and_nothing_is_recorded(pages: str) -> None:
    bailiff = driving.client("bailiff")
    wrong = bailiff.post(HERE + "import/", {"mapping": MAPPING.replace("inv", "no"), "text": ROWS})
    assert wrong.status_code == 422
    assert "the file has no such column" in text(wrong)
    upload = SimpleUploadedFile("register.csv", b"\xff\xfe\x00", "text/csv")
    assert "Not text in UTF-8" in text(bailiff.post(HERE + "import/", {"mapping": MAPPING, "file": upload}))
    assert "Nothing was given" in text(bailiff.post(HERE + "import/", {"mapping": MAPPING}))
    for role in ("creditor", "auditor", "approver"):
        assert driving.client(role).post(HERE + "import/", {"mapping": MAPPING}).status_code == 403


def test_an_upload_stands_in_the_place_of_typed_text() -> None:
    upload = SimpleUploadedFile("register.csv", ROWS.encode(), "text/csv")
    files: MultiValueDict[str, Any] = MultiValueDict({"file": [upload]})
    form = RegisterForm({"mapping": MAPPING}, files)
    assert form.is_valid()
    assert form.cleaned_data["text"] == ROWS


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_it_fits_and_axe_finds_nothing(server: driving.Server, visit: Visit, width: int, scheme: Any) -> None:
    page = visit(server, viewport={"width": width, "height": 900}, color_scheme=scheme).page()
    driving.login(page, "bailiff")
    for path in (HERE, HERE + "of/shared-crane/", HERE + "import/"):
        page.goto(path)
        assert driving.across(page) <= width, path
        assert driving.axe(page) == [], path
