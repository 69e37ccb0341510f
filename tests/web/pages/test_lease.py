"""The lease: rent, obligations, instruments, positions; what is not known is said with the reason."""

from __future__ import annotations

from tests.web import driving


def test_the_lease_says_what_is_known_and_what_is_not(pages: str) -> None:
    text = driving.client("regulator").get("/cases/baikonur-lease/lease/?on=2023-03-14").content.decode()
    for expected in (
        "115,000,000",
        "neither the days rent falls due on nor all payments are known",
        "lease 8.1",
        "Agreement on the main principles",
        "28,750,000",
        "Claims that a breach led to",
    ):
        assert expected in text, expected


def test_a_case_without_a_lease_has_no_such_page_and_no_tab(pages: str) -> None:
    client = driving.client("regulator")
    assert client.get("/cases/proton-2013/lease/").status_code == 404
    assert "/lease/" not in client.get("/cases/proton-2013/").content.decode()
    assert "/cases/baikonur-lease/lease/" in client.get("/cases/baikonur-lease/").content.decode()


def test_it_speaks_russian_and_kazakh(pages: str) -> None:
    for language, word in (("ru", "Арендная плата"), ("kk", "Жалға алу төлемі")):
        client = driving.client("regulator", **{"Accept-Language": language})
        assert word in client.get("/cases/baikonur-lease/lease/").content.decode()


def test_who_may_not(pages: str) -> None:
    assert driving.client("customs").get("/cases/baikonur-lease/lease/").status_code == 403
    assert driving.client("debtor").get("/cases/baikonur-lease/lease/").status_code == 403
