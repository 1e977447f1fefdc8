"""The small checks that every Block Kit rule is made of, each giving Slack's own sentence when it fails."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing Slack would refuse: its sentence, and a JSON pointer to the place."""

    message: str
    pointer: str

    def __str__(self) -> str:
        """As Slack writes it in response_metadata.messages, without the [ERROR] in front."""
        return f"{self.message} [json-pointer:{self.pointer}]"


@dataclass
class Reading:
    """One payload being read: where it is shown, and the faults found so far."""

    surface: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, message: str, pointer: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(message, pointer))


Check = Callable[[Any, str, Reading], None]


def string(most: int | None = None, least: int = 0) -> Check:
    """A string of so many characters."""

    def check(value: Any, at: str, reading: Reading) -> None:
        if not isinstance(value, str):
            reading.fault("must provide a string", at)
        else:
            length_between(len(value), least, most, at, reading)

    return check


def length_between(length: int, least: int, most: int | None, at: str, reading: Reading) -> None:
    """Slack counts characters and names the first number that is out of bounds."""
    if most is not None and length > most:
        reading.fault(f"must be less than {most + 1} characters", at)
    if length < least:
        reading.fault(f"must be more than {least - 1} characters", at)


def integer(least: int | None = None, most: int | None = None) -> Check:
    """A whole number between two bounds, both allowed."""

    def check(value: Any, at: str, reading: Reading) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            reading.fault("must provide an integer", at)
        elif least is not None and value < least:
            reading.fault(f"must be greater than or equal to {least}", at)
        elif most is not None and value > most:
            reading.fault(f"must be less than or equal to {most}", at)

    return check


def number(value: Any, at: str, reading: Reading) -> None:
    """Any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        reading.fault("must provide a number", at)


def boolean(value: Any, at: str, reading: Reading) -> None:
    """True or false."""
    if not isinstance(value, bool):
        reading.fault("must provide a boolean", at)


def anything(value: Any, at: str, reading: Reading) -> None:
    """A part whose inside we do not judge."""


def one_of(*allowed: Any) -> Check:
    """One of a few values."""

    def check(value: Any, at: str, reading: Reading) -> None:
        if value not in allowed:
            reading.fault("must be a valid enum value", at)

    return check


def matching(pattern: str) -> Check:
    """A string of a certain form, such as a date."""

    def check(value: Any, at: str, reading: Reading) -> None:
        if not isinstance(value, str):
            reading.fault("must provide a string", at)
        elif not re.fullmatch(pattern, value):
            reading.fault("failed to match all allowed schemas", at)

    return check


def items(each: Check, most: int | None = None, least: int = 0) -> Check:
    """A list of so many parts, each of them sound."""

    def check(value: Any, at: str, reading: Reading) -> None:
        if not isinstance(value, list):
            reading.fault("must provide an array", at)
            return
        if most is not None and len(value) > most:
            reading.fault(f"no more than {most} items allowed", at)
        if len(value) < least:
            reading.fault(f"must provide at least {least} items", at)
        for index, part in enumerate(value):
            each(part, f"{at}/{index}", reading)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str, reading: Reading) -> None:
        if not isinstance(value, dict):
            reading.fault("must provide an object", at)
            return
        for name in required:
            if value.get(name) is None:
                reading.fault(f"missing required field: {name}", f"{at}/{name}")
        for name, part in value.items():
            if name not in known:
                reading.fault(f"invalid additional property: {name}", at)
            elif part is not None:
                known[name](part, f"{at}/{name}", reading)

    return check


def typed(kinds: Mapping[str, Check], allowed: Callable[[str, str], bool] | None = None) -> Check:
    """An object that says its own type. `allowed(kind, surface)` tells whether that kind may be shown there."""

    def fits(kind: Any, surface: str) -> bool:
        return isinstance(kind, str) and kind in kinds and (allowed is None or allowed(kind, surface))

    def check(value: Any, at: str, reading: Reading) -> None:
        if not isinstance(value, dict):
            reading.fault("must provide an object", at)
        elif "type" not in value:
            reading.fault("missing required field: type", f"{at}/type")
        elif not fits(value["type"], reading.surface):
            reading.fault(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            kinds[value["type"]](value, at, reading)

    return check


def both(*checks: Check) -> Check:
    """Several checks of the same part; the later ones may trust what the earlier found sound."""

    def check(value: Any, at: str, reading: Reading) -> None:
        before = len(reading.faults)
        for each in checks:
            each(value, at, reading)
            if len(reading.faults) > before:
                return

    return check
