"""What every test may ask for."""

from __future__ import annotations

import pytest

import dutyscore
from samples import POLICY, ROWS


@pytest.fixture
def policy() -> dutyscore.Policy:
    return dutyscore.compile(POLICY, name="club.duty")


@pytest.fixture
def book(policy: dutyscore.Policy) -> dutyscore.Book:
    return policy.evaluate(ROWS)


@pytest.fixture(autouse=True)
def _english() -> None:
    """Texts that are expected are English, whatever the machine speaks."""
    dutyscore.set_language("en")
