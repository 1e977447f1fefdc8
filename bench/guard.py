"""How well the guard finds what may point to a family, how often it is wrong, and how fast it is.

Run `python bench/guard.py`. Recall: a labelled place counts as found when anything that the guard reports overlaps it.
False alarms: clean sentences in which it reports anything. The set in `held_out.jsonl` was written by somebody who had
not seen the rules, and no rule may be tuned on its sentences.
"""

import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from bot.coaching.guard import identifiers

SETS = Path(__file__).parent.parent / "tests" / "coaching" / "guard"
LONG = 3_000
RUNS = 200


def recall(rows: list[dict[str, object]]) -> dict[str, tuple[int, int]]:
    """Found and labelled places, by kind."""
    found, labelled = Counter[str](), Counter[str]()
    for row in rows:
        reported = identifiers(str(row["text"]))
        for start, end, kind in row["found"]:  # type: ignore[attr-defined]
            labelled[kind] += 1
            found[kind] += any(each.start < end and start < each.end for each in reported)
    return {kind: (found[kind], labelled[kind]) for kind in sorted(labelled)}


def false_alarms(rows: list[dict[str, object]]) -> tuple[int, int]:
    """Clean sentences with a report, and all clean sentences."""
    clean = [str(row["text"]) for row in rows if not row["found"]]
    return sum(bool(identifiers(text)) for text in clean), len(clean)


def milliseconds(rows: list[dict[str, object]]) -> tuple[float, float]:
    """Median and 99th percentile for 3,000 characters."""
    text = " ".join(str(row["text"]) for row in rows)
    times = []
    for run in range(RUNS):
        piece = text[run * 97 :][:LONG].ljust(LONG, "x")
        started = time.perf_counter()
        identifiers(piece)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def import_milliseconds() -> float:
    """From nothing to the first answer, in a fresh process, without Python's own start."""
    code = (
        "import time; t = time.perf_counter(); from bot.coaching.guard import identifiers; identifiers('x');"
        "print((time.perf_counter() - t) * 1000)"
    )
    run = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(5)]
    return statistics.median(float(each.stdout) for each in run)


def main() -> None:
    """Print it all."""
    for path in sorted(SETS.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        by_kind = recall(rows)
        patterned = [counts for kind, counts in by_kind.items() if kind not in ("name", "initials")]
        wrong, clean = false_alarms(rows)
        print(f"{path.name}: {len(rows)} sentences")
        for kind, (found, labelled) in by_kind.items():
            print(f"  {kind:10} {found:4} of {labelled:4}  {found / labelled:.3f}")
        found, labelled = (sum(each) for each in zip(*patterned, strict=True))
        print(f"  patterned  {found:4} of {labelled:4}  {found / labelled:.3f}")
        print(f"  false alarms {wrong} of {clean} clean sentences  {wrong / clean:.3f}")
        median, slowest = milliseconds(rows)
        print(f"  3,000 characters: median {median:.1f} ms, 99th percentile {slowest:.1f} ms")
    print(f"import and first answer: {import_milliseconds():.0f} ms")


if __name__ == "__main__":
    main()
