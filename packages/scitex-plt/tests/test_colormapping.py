"""Colour maps and norms come back as they were, from plain YAML."""

import numpy as np
import pytest
import yaml
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import (
    AsinhNorm,
    BoundaryNorm,
    CenteredNorm,
    Colormap,
    FuncNorm,
    LinearSegmentedColormap,
    ListedColormap,
    LogNorm,
    NoNorm,
    Normalize,
    PowerNorm,
    SymLogNorm,
    TwoSlopeNorm,
)
from versions import IS_LATER, later

from scitex_plt.errors import RecipeError
from scitex_plt.values.colormapping import colormap, to_colormap
from scitex_plt.values.norms import norm, of_mappable, to_norm
from scitex_plt.values.plain import Unsupported

VIRIDIS = colormaps["viridis"]
RANDOM = np.random.default_rng(0).random((300, 4))


def own_table():
    made = LinearSegmentedColormap.from_list("own", ["r", "b"], 8)
    made(0.5)
    made._lut[3] = 0.1, 0.2, 0.3, 0.4
    return made


def with_extend(cmap):
    cmap.colorbar_extend = "both"
    return cmap


MAPS = [
    ("viridis", VIRIDIS),
    ("viridis_r", VIRIDIS.reversed()),
    ("tab10", colormaps["tab10"]),
    ("cubehelix", colormaps["cubehelix"]),
    ({"name": "viridis", "lut": 5}, VIRIDIS.resampled(5)),
    ({"name": "jet", "lut": 7, "bad": "#000000"}, colormaps["jet"].resampled(7).with_extremes(bad="k")),
    ({"name": "viridis", "over": "1.0 0.0 0.0 0.3"}, VIRIDIS.with_extremes(over=(1, 0, 0, 0.3))),
    ({"name": "viridis", "extend": "both"}, with_extend(VIRIDIS.copy())),
    ({"name": "x", "colors": ["#ff0000", "#00ff0080"]}, ListedColormap(["r", "#00ff0080"], name="x")),
    (None, LinearSegmentedColormap.from_list("own", [(0, "r"), (0.3, "b"), (1, "k")], 33, 0.5)),
    (None, LinearSegmentedColormap("own", dict.fromkeys(["red", "green", "blue"], lambda x: x**2))),
    (None, LinearSegmentedColormap.from_list("long", RANDOM)),
    (None, ListedColormap(RANDOM, name="many").with_extremes(under="r")),
    pytest.param(None, VIRIDIS.with_alpha(0.3) if IS_LATER else None, marks=later("colour maps have no alpha")),
    (None, own_table()),
]

NORMS = [
    Normalize(),
    Normalize(np.int64(3), 9.5, clip=True),
    LogNorm(1, 9),
    SymLogNorm(0.1, 2.0, -1, 2, base=2),
    AsinhNorm(0.3, -1, 1),
    PowerNorm(0.4, 0, 1),
    TwoSlopeNorm(0.3, 0, 5),
    CenteredNorm(0.1, 0.7),
    BoundaryNorm([0, 1, 4], 256, extend="both"),
    BoundaryNorm([0.5, 1, 4], 3, clip=True),
    NoNorm(),
    ScalarMappable(norm="logit").norm,
    ScalarMappable(norm="symlog").norm,
    ScalarMappable(norm="log").norm,
]


def through_yaml(said):
    return yaml.safe_load(yaml.safe_dump(said))


@pytest.mark.parametrize(("said", "cmap"), MAPS)
def test_a_colour_map_comes_back(said, cmap):
    found = colormap(cmap)
    made = to_colormap(through_yaml(found))
    assert said is None or found == said
    assert (made.name, made.N) == (cmap.name, cmap.N)
    assert made == cmap
    assert colormap(made) == found


@pytest.mark.parametrize("name", sorted(colormaps))
def test_every_colour_map_of_matplotlib_is_a_name(name):
    assert colormap(colormaps[name]) == name


def test_the_colours_of_a_map_do_not_follow_the_cycle():
    cycled = ListedColormap(["C0", "C1"], name="cycled").with_extremes(over="C2")
    assert colormap(cycled) == {"name": "cycled", "colors": ["#1f77b4", "#ff7f0e"], "over": "#2ca02c"}


def test_many_colours_are_packed():
    assert len(yaml.safe_dump(colormap(ListedColormap(RANDOM.round(3))))) < 4000


class Own(ListedColormap):
    pass


@pytest.mark.parametrize("cmap", [Own(["r"]), Colormap("abstract")])
def test_a_colour_map_of_its_own_kind_is_refused(cmap):
    with pytest.raises(Unsupported, match="its own kind of colour map"):
        colormap(cmap)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("nothing", "no colour map 'nothing'"),
        ({"name": "viridis", "lut": 10**9}, "expected at most"),
        ({"name": "x", "colors": {"number": 10**9, "zlib": ""}}, "expected at most"),
        ({"name": "x", "colors": {"number": 2, "zlib": "!"}}, "damaged"),
        ({"name": "x", "colors": {"number": 2, "zlib": "eJwzUDBUMFQwAAAHkQGT"}}, "damaged"),
    ],
)
def test_a_colour_map_that_cannot_be_made_is_named(said, expected):
    with pytest.raises(RecipeError, match=expected):
        to_colormap(said)


@pytest.mark.parametrize("value", NORMS, ids=lambda value: type(value).__name__)
def test_a_norm_comes_back(value):
    said = norm(value)
    made = to_norm(through_yaml(said))
    assert type(made) is type(value)
    assert norm(made) == said
    assert [type(limit) for limit in (made.vmin, made.vmax)] == [type(limit) for limit in (value.vmin, value.vmax)]
    numbers = np.linspace(0.1, 0.9, 9)
    assert np.ma.allequal(made(numbers), value(numbers))


@pytest.mark.parametrize("value", [FuncNorm((np.sort, np.sort)), type("Own", (Normalize,), {})()])
def test_a_norm_of_a_users_own_is_refused(value):
    with pytest.raises(Unsupported, match=r"the norm of its colours|its functions"):
        norm(value)


def root(values):
    """Return third roots, in a way that is more than a formula."""
    return np.array([np.cbrt(value) for value in np.ravel(values)]).reshape(np.shape(values))


class Steep(Normalize):
    """A norm of a user's own, with a step, and no colour for what is below or above."""

    def __call__(self, value, clip=None):
        return np.ma.asarray(np.interp(value, [self.vmin, 1, 1.0001, self.vmax], [0, 0.2, 0.6, 1]))


@pytest.mark.parametrize("cmap", ["viridis", VIRIDIS.resampled(7)])
@pytest.mark.parametrize(
    "own", [FuncNorm((root, lambda x: x**3), -2, 3), FuncNorm((root, lambda x: x**3), -9, 9), Steep(-1, 3)]
)
def test_a_norm_of_a_users_own_is_frozen_to_the_colours_that_it_gives(own, cmap):
    values = np.append(np.random.default_rng(0).normal(size=1000) * 2, [-9, 9, own.vmin, own.vmax])
    mappable = ScalarMappable(own, cmap)
    mappable.set_array(values)
    said = of_mappable(mappable)
    again = ScalarMappable(to_norm(yaml.safe_load(yaml.safe_dump(said))), cmap)
    assert said["name"] == "boundaries"
    edges = np.nextafter(said["boundaries"], -np.inf)
    for numbers in (values, np.linspace(-9, 9, 100_001), edges[np.isfinite(edges)]):
        assert np.array_equal(again.to_rgba(numbers), mappable.to_rgba(numbers))


def test_a_norm_that_falls_is_refused():
    class Falling(Normalize):
        """A norm of a user's own."""

        def __call__(self, value, clip=None):
            return 1 - super().__call__(value, clip)

    mappable = ScalarMappable(Falling(0, 1))
    mappable.set_array(np.linspace(0, 1, 9))
    with pytest.raises(Unsupported, match="the norm of its colours"):
        of_mappable(mappable)


@pytest.mark.parametrize("name", ["nothing", "scale linear"])
def test_a_norm_that_cannot_be_made_is_named(name):
    with pytest.raises(RecipeError, match="no norm"):
        to_norm({"name": name, "limits": [0, 1]})
