"""Lay an agency's own prompt files over ours: what it adds, and what it says in another way."""

from collections.abc import Sequence

from bot.coaching.library_files import Table

Page = list[Table]
"""The tables of one file, in the order they stand in."""

_WORDED = ("text", "format", "choices", "scale_ends", "follow_ups")
_WALKED = ("id", "text", "helper", "format", "choices", "scale_ends", "role", "only_if")


def lay_over(ours: Sequence[Page], theirs: Sequence[Page]) -> list[Page]:
    """Our pages with an agency's over them, then what it adds.

    A table of theirs with the key or id of one of ours stands in its place; fields that it leaves out are taken from ours.
    Whatever is wrong in such a table is told with the agency's file and line. Other words need a higher version: notes it.
    """
    pages = [list(page) for page in ours]
    added = [_without_known(page, pages) for page in theirs]
    return [page for page in [*pages, *added] if page]


def _without_known(page: Page, pages: list[Page]) -> Page:
    """What is new on this page; the rest is put where it belongs among ours."""
    if any(table.name == "path" for table in page):
        return [] if _puts_path(page, pages) else page
    left: Page = []
    for table in page:
        place = _place_of(table, pages)
        if place is None:
            left.append(table)
            continue
        in_page, number = place
        over = table.over(in_page[number])
        if table.name == "prompt":
            _check_version(over, in_page[number], changed=over.says(*_WORDED) != in_page[number].says(*_WORDED))
        in_page[number] = over
        if table.name == "topic":  # the head of this page, too
            left.append(over)
    return left


def _puts_path(page: Page, pages: list[Page]) -> bool:
    """Put a path in the place of ours with the same id, with our steps where it has none of its own."""
    head = next(table for table in page if table.name == "path")
    place = _place_of(head, pages)
    if place is None:
        return False
    in_page, number = place
    own = {kind: [table for table in page if table.name == kind] for kind in ("step", "part")}
    before = {kind: [table for table in in_page if table.name == kind] for kind in ("step", "part")}
    over = head.over(in_page[number])
    steps, parts = own["step"] or before["step"], own["part"] or before["part"]
    walked = [step.says(*_WALKED) for step in steps] != [step.says(*_WALKED) for step in before["step"]]
    _check_version(over, in_page[number], changed=walked)
    in_page[:] = [over, *steps, *parts]
    return True


def _place_of(table: Table, pages: list[Page]) -> tuple[Page, int] | None:
    """Our page, and the place on it, of the table that this one is about."""
    called = {"topic": "key", "prompt": "id", "path": "id"}.get(table.name)
    for page in pages if called else ():
        for number, ours in enumerate(page):
            if called and ours.name == table.name and ours.says(called) == table.says(called):
                return page, number
    return None


def _check_version(over: Table, ours: Table, *, changed: bool) -> None:
    """An answer points at a version, so the same number must not stand for other words."""
    (mine,), (before,) = over.says("version"), ours.says("version")
    if changed and isinstance(mine, int) and isinstance(before, int) and mine <= before:
        over.fault(
            f'The words are not ours any more, and ours are version {before}: write "version = {before + 1}".',
            "version",
        )
