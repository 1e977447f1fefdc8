"""Links lead somewhere, every page can be reached from the README, and no page is a dead end."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import FENCE, INLINE, PAGES, anchors, commands, links, named, prose, text
from tests.world import ROOT

README = ROOT / "README.md"
FOR_WHOEVER_WORKS_THERE = {ROOT / "tests" / "facts" / "README.md"}  # it explains a folder of data to who opens it
TO_BE_MADE = {"tests/journeys/test_how_sure.py"}  # by a newcomer, as CONTRIBUTING.md says
NOTICES = {ROOT / "docs" / name for name in ("privacy-notice.md", "aviso-de-privacidad.md")}
PLACES = {path.name for path in ROOT.iterdir() if path.is_dir()}
OUTSIDE = re.compile(r"^https://[\w.-]+(/|$)")


def target(page: Path, link: str) -> Path:
    """The file that a link on this page means; a link to a heading of the same page means the page."""
    return (page.parent / link.partition("#")[0]).resolve() if not link.startswith("#") else page


def inside(page: Path) -> list[str]:
    """Its links into the repository."""
    return [link for link in links(page) if not link.startswith("https://")]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_each_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    """What stands behind `#` is a heading there; what leads out of the repository is an https address."""
    lost = [link for link in inside(page) if not target(page, link).exists()]
    headless = [
        link
        for link in inside(page)
        if "#" in link and link not in lost and link.partition("#")[2] not in anchors(target(page, link))
    ]
    outside = [link for link in links(page) if link not in inside(page) and not OUTSIDE.match(link)]

    assert ([], [], []) == (lost, headless, outside)


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=named)
def test_each_file_that_is_named_is_there(page: Path) -> None:
    """A path in backticks that begins with a folder of the repository; the changelog tells of other days."""
    found = [
        word.partition("::")[0]
        for word in INLINE.findall(prose(page))
        if re.fullmatch(r"[\w.*-]+(/[\w.*:-]+)+/?", word)
    ]
    ours = [word for word in found if word.partition("/")[0] in PLACES - {"data", ".venv"} and word not in TO_BE_MADE]

    assert [] == [word for word in ours if not any(ROOT.glob(word.rstrip("/")))]


def test_every_page_is_reached_from_the_readme() -> None:
    """By links, from page to page."""
    reached, waiting = set(), [README]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            waiting += [target(page, link) for link in inside(page) if target(page, link) in PAGES]

    assert set() == set(PAGES) - reached - FOR_WHOEVER_WORKS_THERE


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=named)
def test_no_page_is_a_dead_end(page: Path) -> None:
    """At its end somebody who has read it is told where to go on; in what is sent as it is, above the line."""
    end = text(page).partition("\n---\n")[0] if page in NOTICES else text(page).rstrip().rpartition("\n\n")[2]

    assert [link for link in inside(page) if f"]({link})" in end and target(page, link) != page]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_command_hides_in_an_indented_block(page: Path) -> None:
    """What is typed stands in a block marked `sh`, where the tests of commands look; any other block says what it is."""
    assert [] == re.findall(r"\n\n {4,}\S.*", prose(page))
    assert [] == [
        marked for _, marked, _ in FENCE.findall(text(page)) if marked not in ("sh", "python", "toml", "text", "")
    ]
    assert commands(page) or not re.search(
        r"^(?:make|shoulder) \w", "".join(i for _, m, i in FENCE.findall(text(page)) if not m), re.M
    )
