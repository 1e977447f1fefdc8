"""What staff are sent reads easily, and is ready to be sent; the README says what it is on one screen."""

import re

import pytest

from bot.reading import grade
from tests.catalog import FOLDER, read
from tests.docs.pages import LINK, PAGES, links, text
from tests.world import ROOT

HARDEST = 8.0
FOR_STAFF = text(ROOT / "docs" / "privacy-notice.md")
IN_SPANISH = text(ROOT / "docs" / "aviso-de-privacidad.md")
SCREENS = FOLDER / "es" / "LC_MESSAGES" / "shoulder.po"
README = text(ROOT / "README.md")


def paragraphs(page: str) -> list[str]:
    """Its paragraphs without marks, as somebody reads them."""
    plain = re.sub(r"\]\([^)]*\)|[*_`\[]|^#+ |^- ", "", page, flags=re.MULTILINE)
    return [" ".join(each.split()) for each in plain.split("\n\n") if each.strip(" -\n")]


@pytest.mark.parametrize("said", paragraphs(FOR_STAFF), ids=lambda said: said[:30])
def test_the_notice_for_staff_reads_easily(said: str) -> None:
    """Each paragraph of it at grade 8 or below."""
    assert grade(said) <= HARDEST


FOR_EVERYBODY = [
    said
    for name in ("commands.md", "tour.md")
    for said in paragraphs(text(ROOT / "docs" / name))
    if said[0] not in "|!" and len(said.split()) > 6  # no table, picture or heading
]


@pytest.mark.parametrize("said", FOR_EVERYBODY, ids=lambda said: said[:30])
def test_what_caseworkers_open_reads_easily(said: str) -> None:
    """Each paragraph of what can be typed, and of the tour."""
    assert grade(said) <= HARDEST


@pytest.mark.parametrize("page", [FOR_STAFF, IN_SPANISH], ids=["English", "Spanish"])
def test_the_notice_is_ready_to_be_sent(page: str) -> None:
    """Below the line it has no link, which would lead nowhere in a letter, and one blank: the agency's own contact, at its end."""
    _, _, notice = page.partition("\n---\n")

    assert [] == LINK.findall(notice)
    assert 1 == len(re.findall(r"_{4,}", notice))
    assert "____" in notice.rstrip().rpartition("\n\n")[2]


def test_the_notice_says_as_much_in_spanish() -> None:
    """Paragraph for paragraph, each with a name of its own; the windows are called what the app calls them."""
    english, spanish = (re.findall(r"^\*\*[^*]+\*\*", page, re.MULTILINE) for page in (FOR_STAFF, IN_SPANISH))
    buttons = [read(SCREENS)[each] for each in ("Get a copy", "Delete what I wrote", "Keep it", "Only me")]

    assert english
    assert len(english) == len(set(spanish)) == len(spanish)
    assert [] == [each for each in buttons if f"*{each}*" not in IN_SPANISH]


def test_the_readme_says_what_it_is_on_one_screen() -> None:
    """What it does and what it looks like, before anything else: a few lines, one picture, and how to try it."""
    first, _, rest = README.partition("## Try it")

    assert 1 == README.count("![") == first.count("![")
    assert len(first.split()) < 220
    assert grade(" ".join(paragraphs(first))) <= HARDEST
    assert "make demo" == rest.partition("```sh\n")[2].partition("\n```")[0].splitlines()[-1]
    assert len(README.splitlines()) < 70


def test_the_docs_name_each_page_once() -> None:
    """docs/README.md lists every page beside it."""
    beside = {path.name for path in PAGES if path.parent == ROOT / "docs"} - {"README.md"}

    assert set() == beside - set(links(ROOT / "docs" / "README.md"))
