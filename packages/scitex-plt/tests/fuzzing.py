"""Recipes and data of all kinds, spoilt at random: each is drawn or refused in words, in bounded time and memory.

    python fuzzing.py FOLDER SEED CASES

A program of its own, for what it looks for are crashes and hangs as well. It ends with 0 if it found none; else FOLDER
holds the recipe in question as `spoilt.yaml`, with its data.
"""

import copy
import faulthandler
import random
import resource
import signal
import sys
import traceback
import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
import yaml
from conftest import FIGURES, save
from matplotlib import pyplot as plt
from test_artists import CASES, HOOKS, PROJECTIONS
from watching import MODULES, watching

import scitex_plt
from scitex_plt.errors import PltError
from scitex_plt.tables import columns, forms

MOST_SECONDS, MOST_MEMORY = 30, 4 * 2**30
CASES_OF_EACH = 15

NUMBERS = (0, 1, -1, 2, 3.5, 1e9, -1e9, 1e-9, 1e300, -1e300, 5e-324, 10**12, 10**30, 2**31)
NUMBERS += (float("nan"), float("inf"), float("-inf"))
WORDS = ("", "x", "nan", "none", "auto", "date", "log", "data", "figure", "C1", "red", "#ff", "--", "1 2 3", "🙂🙂🙂")
WORDS += ("$\\frac{1}{2}$", "$\\frac{1", "$x^", "\x00", "a\nb", "M 0 0 L 1 1", "* 1 2", "../../etc/passwd", "__class__")
LISTS = ([], [1, "a"], [[1]], [0, 0], [1e300, -1e300], [float("nan")] * 2, [None, None], [0.5] * 4)
LISTS += ([0, [1e-9, 1e-9]], [0, [0, 0]])
MAPPINGS = ({}, {"a": 1}, {"x": "data", "y": "axes"}, {"name": "log", "base": 1.0000001})
VALUES = (None, True, False, *NUMBERS, *WORDS, *LISTS, *MAPPINGS)
KEYS = ("style", "clip", "coordinates", "hatch", "path_effects", "url", "snap", "zorder", "drawing", "kinds", "count")
FACTORS = (0, -1, 1e-8, 1e8, 1e200, 1e-200)
ENDINGS = ([], ["png"], ["png"], ["png"], ["png"], ["png"], ["png"], ["png"], ["pdf"], ["svg"])
TAILS = ("", "x", "$", "\\", " 1", "\t", "9" * 30)


class Dumper(yaml.CSafeDumper):
    """The dumper of recipes: what is there twice is written twice."""

    def ignore_aliases(self, data):
        """Say that nothing is an alias."""
        return True


def places(node, path=()):
    """Yield where each node of a tree is, by keys and numbers."""
    if path:
        yield path
    if isinstance(node, dict | list):
        for key in node if isinstance(node, dict) else range(min(len(node), 12)):
            yield from places(node[key], (*path, key))


def at(node, path):
    """Return the node that is there."""
    for key in path:
        node = node[key]
    return node


def mutate(found, chance):
    """Put another value in the place of a node, take it away, move it, or change it a little."""
    every = list(places(found))
    *where, key = chance.choice(every)
    parent = at(found, where)
    value = parent[key]
    match chance.choice(["another", "like it", "gone", "elsewhere", "beside", "changed", "changed", "rcParam"]):
        case "another":
            parent[key] = copy.deepcopy(chance.choice(VALUES))
        case "like it":
            parent[key] = copy.deepcopy(chance.choice([one for one in VALUES if type(one) is type(value)] or VALUES))
        case "gone":
            del parent[key]
        case "elsewhere":
            parent[key] = copy.deepcopy(at(found, chance.choice(every)))
        case "beside" if isinstance(parent, dict):
            names = [path[-1] for path in every if isinstance(path[-1], str)]
            parent[chance.choice([*names, *KEYS])] = copy.deepcopy(chance.choice([value, *VALUES]))
        case "rcParam" if isinstance(found.setdefault("rcParams", {}), dict):
            found["rcParams"][chance.choice(sorted(mpl.rcParamsDefault))] = copy.deepcopy(chance.choice(VALUES))
        case _:
            parent[key] = changed(value, chance)


def changed(value, chance):
    """Return a value of the same kind: a number scaled, a text cut, a list repeated."""
    if isinstance(value, bool | dict | None):
        return [value]
    if isinstance(value, int | float):
        return value * chance.choice(FACTORS)
    return value[: chance.randrange(len(value) + 1)] + chance.choice(TAILS) if isinstance(value, str) else value * 3


def spoil_csv(table, spoilt, chance):
    """Write a CSV with another value in one of its cells."""
    rows = [line.split(",") for line in table.read_text().split("\n")]
    row = chance.choice(rows)
    row[chance.randrange(len(row))] = str(chance.choice((*NUMBERS, *WORDS)))
    spoilt.write_text("\n".join(",".join(row) for row in rows))


def spoil_arrays(table, spoilt, chance):
    """Write arrays of which one has another value in one of its cells, or another length."""
    with np.load(table) as arrays:
        found = dict(arrays)
    name = chance.choice(list(found))
    cells = found[name].tolist() or [0.0]
    cells[chance.randrange(len(cells))] = chance.choice((*map(float, NUMBERS), *WORDS))
    found[name] = np.array(cells)[: chance.choice([None, None, 1])].repeat(chance.choice([1, 1, 3]))
    np.savez(spoilt, **found)


def spoil_bytes(table, spoilt, chance):
    """Write a file with other bytes, most of them near its end."""
    content = bytearray(table.read_bytes())
    for _ in range(3):
        content[-chance.randrange(1, min(len(content), 2000))] = chance.randrange(256)
    spoilt.write_bytes(content)


SPOIL = {"csv": [spoil_csv], "npz": [spoil_arrays, spoil_arrays, spoil_bytes], "parquet": [spoil_bytes]}


def drawings():
    """Return name → function that returns a figure: our own, and one of each example of the artist table."""

    def drawing(kind, draw):
        def figure():
            made = plt.figure(figsize=(3, 2), dpi=60)
            axes = made.add_subplot(projection=PROJECTIONS.get(kind))
            if kind in HOOKS:
                HOOKS[kind](axes)
            draw(axes)
            return made

        return figure

    return FIGURES | {f"{kind}-{number}": drawing(kind, draw) for number, (kind, draw) in enumerate(CASES)}


def draw(recipe, endings):
    """Draw a recipe, and save it in some formats."""
    figure = scitex_plt.reproduce(recipe)
    for ending in endings:
        figure.savefig(recipe.with_name(f"again.{ending}"))


def spoil_and_draw(whole, path, chance):
    """Draw a recipe that has been spoilt, and say whether it was drawn."""
    found = copy.deepcopy(whole)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        mutate(found, chance)
    recipe = path.with_name("spoilt.yaml")
    if whole.get("data") and chance.random() < 0.2:
        table = path.with_name(whole["data"])
        found["data"] = f"spoilt{table.suffix}"
        chance.choice(SPOIL[table.suffix[1:]])(table, path.with_name(found["data"]), chance)
    recipe.write_text(yaml.dump(found, Dumper=Dumper, sort_keys=False), encoding="utf-8")
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + MOST_SECONDS, -1))
    with watching(path.parent) as seen:
        try:
            draw(recipe, chance.choice(ENDINGS))
            said = None
        except PltError as refused:
            said = str(refused)
        finally:
            plt.close("all")
    assert said is None or (said.isprintable() and str(path.parent) in said), repr(said)
    assert seen == [], seen[:3]
    assert (mpl.get_backend(), mpl.rcParams["font.size"]) == ("agg", 10)
    return said is None


def main(folder, seed, cases):
    """Spoil so many recipes, a few of each figure that is chosen, and say what became of them."""
    faulthandler.enable()
    faulthandler.register(signal.SIGXCPU, chain=True)
    chance = random.Random(seed)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    warnings.simplefilter("ignore")
    figures = drawings()
    drawn = []
    while len(drawn) < cases:
        name = chance.choice(list(figures))
        path = folder / "whole.png"
        form = chance.choice(["csv", "npz", "parquet"])
        columns.MOST_IN_CSV = 10**6 if form == "csv" else 0
        forms.preferred = f".{form}".__str__
        with mpl.rc_context():
            for ending in SPOIL:
                path.with_suffix(f".{ending}").unlink(missing_ok=True)
            save(figures[name](), path)
        plt.close("all")
        draw(path.with_suffix(".yaml"), ["pdf", "png", "svg"])  # what a format needs is imported now
        MODULES.update(module.partition(".")[0] for module in sys.modules)
        whole = yaml.safe_load(path.with_suffix(".yaml").read_text())
        for _ in range(CASES_OF_EACH):
            try:
                drawn.append(spoil_and_draw(whole, path, chance))
            except BaseException:
                print(f"{name}: case {len(drawn)} of seed {seed}\n{traceback.format_exc()}")
                return 1
    print(f"{sum(drawn)} drawn, {len(drawn) - sum(drawn)} refused")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
