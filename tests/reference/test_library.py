import pytest

from downrange.errors import SourceError
from downrange.reference import library


def test_every_value_reads_with_its_unit_and_source() -> None:
    seen = list(library.every_value())
    assert seen
    for path, name, sourced in seen:
        assert sourced.source in library.sources(), f"{path}:{name}"


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(SourceError) as caught:
        library.value("sources.yaml", "nothing_kg")
    assert caught.value.missing == ("sources.yaml:nothing_kg",)
    with pytest.raises(SourceError):
        library.tree("no-such-file.yaml")
    with pytest.raises(SourceError):
        library.citation("no-such-source")


def test_the_fingerprint_is_stable() -> None:
    assert library.fingerprint() == library.fingerprint()
    assert len(library.fingerprint()) == 64
