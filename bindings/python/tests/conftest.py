"""What several tests share."""

from pathlib import Path

import pytest
import vitasync

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def export() -> vitasync.Export:
    """Ten days of a person who does not exist."""
    return vitasync.demo(10)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the whole project."""
    return ROOT
