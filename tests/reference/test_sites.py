import pytest

from downrange.errors import SourceError
from downrange.reference.sites import site, site_names


def test_all_sites_open_and_lie_on_the_earth() -> None:
    assert len(site_names()) >= 24
    for name in site_names():
        place = site(name)
        assert -90 <= place.latitude_deg.value <= 90
        assert -180 <= place.longitude_deg.value <= 180


def test_the_proton_pad() -> None:
    place = site("baikonur-81-24")
    assert (place.latitude_deg.value, place.longitude_deg.value) == (46.071, 62.985)
    assert place.altitude_m is None


@pytest.mark.parametrize(
    "name", ["plesetsk", "kourou", "vostochny", "jiuquan", "canaveral", "cape-canaveral"]
)
def test_places_are_known_by_their_own_names(name: str) -> None:
    assert site(name).name


def test_an_unknown_site_is_refused() -> None:
    with pytest.raises(SourceError, match="baikonur"):
        site("atlantis")
