"""What was measured, in tables: a line for each corpus, what was left out, what failed, and what changed."""

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

Row = dict[str, Any]

STATUSES = ("identical", "close", "refused", "different", "failed", "not run")
"""How a figure came back, from the best to the worst."""

HEADINGS = {"close": "RMS < 1", "different": "not identical"}

NUMBERS = ("changed", "unsteady", "no drawing", "CSV complete", "cost", "cost p90", "recipe", "recipe p90")


def table(rows: list[Row]) -> str:
    """Return one line for each corpus, and one for all, with the columns aligned."""
    corpora = sorted({row["corpus"] for row in rows})
    headings = ["", "figures", "saved", *(HEADINGS.get(status, status) for status in STATUSES), *NUMBERS]
    lines = [line(corpus, [row for row in rows if row["corpus"] == corpus]) for corpus in corpora]
    if len(corpora) != 1:
        lines.append(line("all", rows))
    return aligned([headings, *lines])


def line(name: str, rows: list[Row]) -> list[str]:
    """Return the cells of one line."""
    statuses = Counter(row["status"] for row in rows)
    recipes = [row["recipe"] for row in rows if "recipe" in row]
    sizes = [recipe["size"] for recipe in recipes]
    ratios = [row["ratio"] for row in rows if "ratio" in row]
    numbers = [len(rows) - statuses["not run"], len(recipes), *(statuses[status] for status in STATUSES)]
    numbers += [count(row.get("changed") for row in rows), count(row.get("steady") is False for row in rows)]
    numbers += [count(not recipe["drawings"] for recipe in recipes), count(recipe["complete"] for recipe in recipes)]
    costs = [f"{percentile(ratios, share):.2f}" if ratios else "" for share in (0.5, 0.9)]
    kilobytes = [f"{percentile(sizes, share) / 1000:.1f} kB" if sizes else "" for share in (0.5, 0.9)]
    return [name, *map(str, numbers), *costs, *kilobytes]


def count(these: Iterable[object]) -> int:
    """Return how many are true."""
    return sum(map(bool, these))


def percentile(values: list[float], share: float) -> float:
    """Return the value that this share of all do not exceed; for a half, the median."""
    if share == 0.5:
        return statistics.median(values)
    return sorted(values)[max(0, -int(-share * len(values) // 1) - 1)]


def aligned(lines: list[list[str]]) -> str:
    """Return lines of cells as text, all cells but the first to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join([first.ljust(widths[0]), *map(str.rjust, rest, widths[1:])]).rstrip() for first, *rest in lines
    )


def omissions(rows: list[Row], most: int = 40) -> str:
    """Return what recipes leave out or hold as drawings, by the number of figures that it costs."""
    figures, times = Counter[str](), Counter[str]()
    for row in rows:
        recipe = row.get("recipe", {"omitted": {}, "drawings": {}})
        drawn = {f"drawing of {of}": number for of, number in recipe["drawings"].items()}
        for said, number in (recipe["omitted"] | drawn).items():
            figures[said] += 1
            times[said] += number
    return "\n".join(f"{figures[said]:6d} figures {times[said]:7d} ×  {said}" for said in by_number(figures)[:most])


def kinds(rows: list[Row]) -> str:
    """Return how many artists of each kind the recipes hold."""
    artists = Counter[str]()
    for row in rows:
        artists.update(row["recipe"]["artists"] if "recipe" in row else {})
    return ", ".join(f"{artists[kind]} {kind}" for kind in by_number(artists))


def by_number(counter: Counter[str]) -> list[str]:
    """Return the keys with the largest first, those that are equal by name."""
    return sorted(counter, key=lambda key: (-counter[key], key))


def failures(rows: list[Row]) -> Iterator[str]:
    """Yield a line for each figure that did not come back and whose recipe does not say so, or was not saved."""
    for row in rows:
        if row["status"] in ("failed", "not run"):
            yield f"{row['status']}: {row['name']}: {row['stage']}: {row['error']}"
        elif row["status"] in ("close", "different"):
            rms = "sizes differ" if row["rms"] is None else f"RMS {row['rms']:.3g}"
            yield f"{HEADINGS[row['status']]}: {row['name']}: {rms}"
        if row.get("changed"):
            yield f"changed by saving: {row['name']}"


def against(rows: list[Row], earlier: list[Row]) -> Iterator[str]:
    """Yield a line for each figure that is better or worse than it was, and for each that is new or gone."""
    now, then = ({row["name"]: row["status"] for row in these} for these in (rows, earlier))
    for name in sorted(now.keys() | then.keys()):
        if name not in then:
            yield f"new: {name}: {now[name]}"
        elif name not in now:
            yield f"gone: {name}: was {then[name]}"
        elif now[name] != then[name]:
            word = "better" if STATUSES.index(now[name]) < STATUSES.index(then[name]) else "worse"
            yield f"{word}: {name}: {then[name]} → {now[name]}"
