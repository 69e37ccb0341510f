from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.sites import read_site

GOOD = "name: Ours\nlatitude_deg: -12.37\nlongitude_deg: 136.82\naltitude_m: 35\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "ours.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_site_of_the_user_s_is_read_with_its_file_as_the_source(tmp_path: Path) -> None:
    found = read_site(written(tmp_path, GOOD))
    assert (found.site.slug, found.site.latitude_deg.value, found.site.longitude_deg.value) == (
        "ours", -12.37, 136.82,
    )  # fmt: skip
    assert found.site.altitude_m is not None
    assert (found.site.altitude_m.value, found.site.altitude_m.source) == (35.0, "ours.yaml")
    assert len(found.sha256) == 64
    found.allow(271.0)


@pytest.mark.parametrize(
    ("low", "high", "allowed", "refused"),
    [
        (60, 130, (60.0, 90.0, 130.0, 450.0), (59.0, 131.0, 270.0)),
        (350, 20, (355.0, 0.0, 20.0), (21.0, 180.0)),
    ],
)
def test_azimuths_outside_the_limits_are_refused_over_north_too(
    tmp_path: Path, low: int, high: int, allowed: tuple[float, ...], refused: tuple[float, ...]
) -> None:
    found = read_site(written(tmp_path, f"{GOOD}azimuth_low_deg: {low}\nazimuth_high_deg: {high}\n"))
    for azimuth_deg in allowed:
        found.allow(azimuth_deg)
    for azimuth_deg in refused:
        with pytest.raises(InputError, match=f"{low} clockwise to {high}"):
            found.allow(azimuth_deg)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: Ours\nlatitude_deg: 95\n", ("out of range", "longitude_deg")),
        (GOOD + "altitude_m2: 3\n", ("unknown key",)),
        (GOOD + "azimuth_low_deg: 30\n", ("go together",)),
        (GOOD.replace("-12.37", "12 S"), ("not a number",)),
        ("- 1\n", ("expected keys with values",)),
        ("name: [\n", ()),
    ],
)
def test_what_is_wrong_in_a_site_is_said_at_its_place(
    tmp_path: Path, text: str, said: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as refused:
        read_site(written(tmp_path, text))
    for words in said:
        assert words in str(refused.value)
    assert "ours.yaml" in str(refused.value)
