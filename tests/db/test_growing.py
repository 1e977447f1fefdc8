"""A migration only adds: the version before goes on running on the changed database, and nobody notices the change."""

import ast
from collections.abc import Iterator

import pytest

from bot.db.migrate import FOLDER

ADDING = {"create_table", "add_column", "create_index", "drop_index", "batch_alter_table", "f", "get_bind", "execute"}
FIRST = "0017"
"""Before it there was no version that anybody ran."""

MIGRATIONS = [path for path in sorted(FOLDER.glob("versions/[0-9]*.py")) if path.stem[:4] >= FIRST]


def calls(source: str) -> Iterator[ast.Call]:
    """What `upgrade` does to the database's shape."""
    upgrade = next(
        node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == "upgrade"
    )
    for node in ast.walk(upgrade):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _of(node.func) in ("op", "batch_op"):
            yield node


def _of(function: ast.Attribute) -> str:
    return function.value.id if isinstance(function.value, ast.Name) else ""


def _name(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr


def what_shrinks(source: str) -> list[str]:
    """Each deed that the version before would stumble over."""
    shrinking = [_name(call) for call in calls(source) if _name(call) not in ADDING]
    return shrinking + [ast.unparse(call) for call in calls(source) if _name(call) == "add_column" and _is_wanted(call)]


def _is_wanted(call: ast.Call) -> bool:
    """A column that whoever does not know it cannot leave out."""
    column = next(each for each in call.args if isinstance(each, ast.Call))
    given = {word.arg: ast.unparse(word.value) for word in column.keywords}
    return given.get("nullable") != "True" and "server_default" not in given


def test_each_migration_only_adds() -> None:
    """What nobody needs any more is taken away by a later version, with a line here that says since when."""
    assert {} == {path.stem: found for path in MIGRATIONS if (found := what_shrinks(path.read_text()))}


@pytest.mark.parametrize(
    "deed",
    [
        'op.drop_column("coaches", "own_day")',
        'op.drop_table("coaches")',
        'op.alter_column("coaches", "own_day", new_column_name="day")',
        'op.add_column("coaches", sa.Column("own_day", sa.Integer(), nullable=False))',
    ],
)
def test_what_takes_away_is_noticed(deed: str) -> None:
    """Dropping, renaming, and a column that the version before cannot fill."""
    assert what_shrinks(f"def upgrade():\n    {deed}\n")
