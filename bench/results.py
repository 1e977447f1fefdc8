"""What came out: one row for each comparison, printed as a table and kept in latest.json."""

import json
import operator
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.rounds import Pair

LATEST = Path(__file__).parent / "latest.json"
OURS_BY_ITS = "ours ÷ baseline"
ITS_BY_OURS = "baseline ÷ ours"
COMPARED: dict[str, Callable[[float, float], bool]] = {"≤": operator.le, "≥": operator.ge}


@dataclass(frozen=True)
class Row:
    """One comparison. `ratio` is the median of the rounds' own ratios: what disturbs a round disturbs both sides of it."""

    name: str
    ours: float
    baseline: float
    unit: str
    ratio: float
    ratio_is: str
    must: str
    rounds: int
    beside: str

    @property
    def reached(self) -> bool | None:
        """Whether the ratio is what it must be; None where nothing was asked for."""
        if not self.must:
            return None
        how, wanted = self.must.split()
        return COMPARED[how](self.ratio, float(wanted))


def row(name: str, pairs: Sequence[Pair], unit: str, beside: str, ratio_is: str = OURS_BY_ITS, must: str = "") -> Row:
    """The medians of some rounds. `beside` says in a few words what the baseline is."""
    ratios = [_ratio(pair, ratio_is) for pair in pairs]
    return Row(
        name=name,
        ours=_rounded(statistics.median(pair.ours for pair in pairs)),
        baseline=_rounded(statistics.median(pair.baseline for pair in pairs)),
        unit=unit,
        ratio=_rounded(statistics.median(ratios)),
        ratio_is=ratio_is,
        must=must,
        rounds=len(pairs),
        beside=beside,
    )


def _ratio(pair: Pair, ratio_is: str) -> float:
    return pair.ours / pair.baseline if ratio_is == OURS_BY_ITS else pair.baseline / pair.ours


def _rounded(figure: float) -> float:
    """Three digits, or all that stand before the point."""
    return float(f"{figure:.3g}") if abs(figure) < 1000 else round(figure)


def read(path: Path = LATEST) -> list[Row]:
    """The rows of an earlier run."""
    return [Row(**each) for each in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


def keep(rows: Iterable[Row], path: Path = LATEST) -> list[Row]:
    """Put these rows in the place of those with the same names, leave the others, and give them all."""
    kept = {each.name: each for each in read(path)} | {each.name: each for each in rows}
    lines = [json.dumps(asdict(each), ensure_ascii=False) for each in kept.values()]
    path.write_text("[\n  " + ",\n  ".join(lines) + "\n]\n", encoding="utf-8")
    return list(kept.values())


HEAD = f"{'':46}{'ours':>12}{'baseline':>12} {'unit':6}{'ratio':>9}  {'must':14}beside"


def line(each: Row) -> str:
    """The row as people read it at a terminal."""
    verdict = {None: "", True: f"{each.must} yes", False: f"{each.must} NO"}[each.reached]
    figures = f"{each.ours:>12,.5g}{each.baseline:>12,.5g} {each.unit:6}{each.ratio:>9,.3g}"
    return f"{each.name:46}{figures}  {verdict:14}{each.beside}"
