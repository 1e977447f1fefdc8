"""What the app is built from is pinned: by version and by hash, from no named index."""

import re

import pytest

from tests.world import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_by_version_and_hash(lock: str) -> None:
    """Each entry has one version and at least one hash."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())

    assert len(entries) > 10
    assert [] == [each for each in entries if not re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.+!]+", each)]
    assert [] == [each for each in entries if "--hash=sha256:" not in each]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_place_to_download_from(lock: str) -> None:
    """Which index is used is for the machine that installs to say."""
    assert "://" not in (ROOT / lock).read_text()


def test_the_installation_checks_the_hashes() -> None:
    """The way that `make` installs asks for them."""
    assert "--require-hashes" in (ROOT / "Makefile").read_text()
