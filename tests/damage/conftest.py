"""The shipped cases, read once."""

from __future__ import annotations

import pytest

from downrange.case.schema import Case
from downrange.inputs.cases import read_case


@pytest.fixture(scope="session")
def proton_2013() -> Case:
    return read_case("proton-2013").case


@pytest.fixture(scope="session")
def soyuz_nominal() -> Case:
    return read_case("soyuz-nominal").case


@pytest.fixture(scope="session")
def soyuz_worst_case() -> Case:
    return read_case("soyuz-worst-case").case
