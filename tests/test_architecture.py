"""The shape of the code: who may import whom, how long things may be, and where people's words may be asked for."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.cli import lint_imports_command  # noqa: F401 - importing it sets import-linter up
from sqlalchemy import String

from bot.db import every_table  # noqa: F401 - so that Base knows them
from bot.db.base import Base
from bot.db.sealed import Sealed
from bot.db.tables import Delivery
from tests.world import ROOT

BOT = ROOT / "bot"
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
DOORS = (
    BOT / "services" / "words.py",
    BOT / "services" / "goal_words.py",
    BOT / "services" / "partner_words.py",
)
FIRST_VERSION = {"bot/db/adopt.py", "bot/db/keys.py"}  # seal anew, once, what the first version sealed
SQL_WORDS = {"SELECT", "INSERT", "UPDATE", "DELETE"}


def modules() -> list[Path]:
    """Every module of the product."""
    return sorted(BOT.rglob("*.py"))


def named(path: Path) -> str:
    """A path as people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def everything() -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every module."""
    for path in modules():
        for node in ast.walk(tree(path)):
            yield path, node


def sealed_columns() -> set[tuple[str, str]]:
    """The columns that hold people's words, as (class, attribute)."""
    return {
        (mapper.class_.__name__, mapper.get_property_by_column(column).key)
        for mapper in Base.registry.mappers
        for column in mapper.local_table.columns
        if isinstance(column.type, Sealed)
    }


def names_a_sealed_column(node: ast.AST) -> bool:
    """Whether this is `Answer.words` or the like."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in sealed_columns()
    )


def test_every_layer_knows_only_what_it_may() -> None:
    """The import contracts of pyproject.toml hold."""
    kept = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)

    assert kept, "run lint-imports to see which contract is broken"


def test_there_is_a_contract_for_each_rule_of_the_map() -> None:
    """No contract was dropped: layers, coaching, services, slack, clock and sandbox each have one."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert text.count("[[tool.importlinter.contracts]]") >= 6


def test_every_table_is_out_of_reach_for_slack() -> None:
    """Each module with tables is named in the contract of `bot.slack`, also one that is new."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    refused = {
        name for each in contracts if each.get("source_modules") == ["bot.slack"] for name in each["forbidden_modules"]
    }
    chest = {"bot.db.chest", "bot.db.base"}
    with_tables = {mapper.class_.__module__ for mapper in Base.registry.mappers} - chest

    assert set() == with_tables - refused


def within(kind: object) -> Iterator[object]:
    """A type, and the types that it is made of."""
    yield kind
    for each in get_args(kind):
        yield from within(each)


def test_what_services_hand_out_as_values_holds_no_rows() -> None:
    """What a service names for others is made of values: whoever draws it never holds a row of the database."""
    rows = {mapper.class_ for mapper in Base.registry.mappers}
    services = [import_module(f"bot.services.{path.stem}") for path in (BOT / "services").glob("*.py")]
    values = [
        (each, name, kind)
        for module in services
        for called, each in vars(module).items()
        if not called.startswith("_")
        and is_dataclass(each)
        and isinstance(each, type)
        and each.__module__ == module.__name__
        for name, kind in get_type_hints(each).items()
    ]

    assert [] == [
        f"{each.__name__}.{name}"
        for each, name, kind in values
        if any(inner in rows for inner in within(kind) if isinstance(inner, type))
    ]


def test_every_file_stands_on_the_map() -> None:
    """Whoever looks for a module finds its name in ARCHITECTURE.md, or what its name begins with, like `api_*`."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    names = set(re.findall(r"[a-z_]+\*?", page[page.index("## The map") : page.index("## Three journeys")]))
    beginnings = tuple(name.rstrip("*") for name in names if name.endswith("_*"))
    missing = [
        named(path)
        for path in modules()
        if "migrations" not in path.parts and path.stem != "__init__"
        if path.stem not in names and not path.stem.startswith(beginnings)
    ]

    assert [] == missing


@pytest.mark.parametrize("path", modules(), ids=named)
def test_a_file_fits_on_a_few_screens(path: Path) -> None:
    """No file is longer than 300 lines; a migration is as long as the schema it writes."""
    if "migrations" in path.parts:
        return

    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_a_function_fits_on_one_screen() -> None:
    """No function is longer than 40 lines."""
    long = [
        f"{named(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path, node in everything()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
        if node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION and "migrations" not in path.parts
    ]

    assert [] == long


def test_each_file_says_first_what_it_is_for() -> None:
    """Every module begins with a docstring."""
    silent = [named(path) for path in modules() if not ast.get_docstring(tree(path))]

    assert [] == silent


def test_everything_public_says_what_it_does() -> None:
    """Public classes and functions at the top of a module have docstrings."""
    silent = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in modules()
        if "migrations" not in path.parts
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert [] == silent


def test_only_one_place_catches_everything() -> None:
    """There is one `except Exception` in the product, in the delivery loop, and no bare `except`."""
    broad = [
        f"{named(path)}"
        for path, node in everything()
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
    ]

    assert ["bot/services/delivery.py"] == broad


def test_words_are_read_through_one_door() -> None:
    """Only the doors name a sealed column in a select, but for bringing over the first version's words."""
    readers = {
        named(path)
        for path, node in everything()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("select", "undefer")
        if any(names_a_sealed_column(inner) for inner in ast.walk(node))
    }

    assert {*map(named, DOORS)} == readers - FIRST_VERSION


def test_no_other_way_around_the_door() -> None:
    """Sealed columns are named nowhere else at all: no filter, no sort, no `undefer`, no returning."""
    found = {named(path) for path, node in everything() if names_a_sealed_column(node)}

    assert {*map(named, DOORS)} == found - FIRST_VERSION


def test_no_hand_written_sql_reads_tables() -> None:
    """Nobody writes SQL as text, where words could be asked for unseen."""
    written = {
        named(path)
        for path, node in everything()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.split(" ", 1)[0] in SQL_WORDS and "migrations" not in path.parts
    }

    assert set() == written


def test_the_door_has_no_second_key() -> None:
    """Only the doors, and what brought the first version's words over, may mark a query or open what is sealed."""
    keys = {"through_the_door", "THROUGH", "open_words", "unseal", "undefer"}
    holders = {
        named(path)
        for path, node in everything()
        if (isinstance(node, ast.ImportFrom) and keys & {alias.name for alias in node.names})
        or (isinstance(node, ast.Attribute) and node.attr in keys)
        or (isinstance(node, ast.Constant) and node.value in keys)
    }

    assert {*map(named, DOORS), "bot/db/adopt.py", "bot/db/chest.py", "bot/db/door.py", "bot/db/tokens.py"} == holders


def test_a_table_with_words_has_one_name() -> None:
    """Nobody imports such a table under another name, or reaches for it as a bare table."""
    tables = {name for name, _ in sealed_columns()}
    other_names = {
        f"{named(path)}:{node.lineno} {alias.name}"
        for path, node in everything()
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in tables and alias.asname is not None
    }
    bare = {
        f"{named(path)}:{node.lineno} {ast.unparse(node)}"
        for path, node in everything()
        if isinstance(node, ast.Attribute) and node.attr in ("__table__", "metadata", "c", "columns")
        if ast.unparse(node.value).split(".")[-1] in tables
    }

    assert set() == other_names | bare


def test_every_access_function_asks_who_is_asking() -> None:
    """Each public function of a door that gives something back takes the reader as `asking`."""
    doors = [
        node
        for door in DOORS
        for node in tree(door).body
        if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_")
        if ast.unparse(node.returns or ast.Constant(None)) != "None"
    ]

    assert doors
    assert all("asking" in {each.arg for each in door.args.kwonlyargs} for door in doors)


def test_words_are_never_loaded_along() -> None:
    """A sealed column is deferred and raises when somebody reads it by accident."""
    loose = [
        f"{mapper.class_.__name__}.{column.key}"
        for mapper in Base.registry.mappers
        for column in mapper.column_attrs
        if isinstance(column.columns[0].type, Sealed) and not (column.deferred and column.raiseload)
    ]

    assert [] == loose


def test_a_delivery_holds_ids_and_never_words() -> None:
    """The ledger has no sealed column, and no text column beside the ones that hold ids, states and reasons."""
    texts = {column.name for column in Delivery.__table__.columns if isinstance(column.type, String)}
    sealed = [column.name for column in Delivery.__table__.columns if isinstance(column.type, Sealed)]
    ids = {"id", "workspace", "subject", "about", "key", "target", "owner", "token", "channel", "ts"}

    assert [] == sealed
    assert ids | {"kind", "state", "reason"} == texts


def test_every_table_knows_its_workspace() -> None:
    """Rows of one agency can be told from another’s; the chest’s name, the last beat, and who began to install, are nobody’s yet."""
    without = [table.name for table in Base.metadata.sorted_tables if "workspace" not in table.columns]

    assert ["beats", "chest_names", "install_states"] == without


def test_nothing_is_pickled() -> None:
    """No module unpickles anything."""
    found = [
        named(path)
        for path, node in everything()
        if isinstance(node, ast.Import | ast.ImportFrom)
        if {"pickle", "marshal", "shelve"} & {alias.name for alias in node.names}
    ]

    assert [] == found
