"""Images and meshes come back as what they were, with their numbers in a grid of the CSV."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.colors import BoundaryNorm, LogNorm, Normalize
from matplotlib.image import AxesImage, FigureImage

import scitex_plt

GRID = np.linspace(0.1, 1, 12).reshape(3, 4) ** 2
PIXELS = np.arange(36, dtype=np.uint8).reshape(3, 4, 3) * 7


def again(path):
    return scitex_plt.reproduce(path.with_suffix(".yaml"))


def is_reproduced(path):
    recipe = yaml.safe_load(path.with_suffix(".yaml").read_text())
    parts = [recipe["figure"], *recipe["axes"]]
    assert not any("drawing" in said for part in parts for said in [part, *part.get("artists", [])])
    again(path).savefig(path.with_name("again.png"))
    return np.array_equal(plt.imread(path), plt.imread(path.with_name("again.png")))


def edited(path, before, after):
    table = path.with_suffix(".csv")
    text = table.read_text()
    assert before in text
    table.write_text(text.replace(before, after))


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int16", "uint16", "int64", "float16", "float32", "float64"])
@pytest.mark.parametrize("interpolation", ["nearest", "hanning", "none"])
def test_numbers_of_every_type(tmp_path, save, dtype, interpolation):
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.imshow((GRID * 9).astype(dtype), interpolation=interpolation)
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert again(path).axes[0].images[0].get_array().dtype == dtype


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("kind", [np.uint8, np.float32, float])
def test_pictures(tmp_path, save, channels, kind):
    pixels = np.random.default_rng(1).integers(0, 256, (5, 7, channels)).astype(np.uint8)
    shown = pixels if kind is np.uint8 else np.divide(pixels, 255, dtype=kind)
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.imshow(shown)
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert np.array_equal(again(path).axes[0].images[0].get_array(), shown)
    assert pd.read_csv(path.with_suffix(".csv"))["A.image0.0"].str.startswith("#").all()


def test_a_picture_of_other_fractions_than_bytes_is_told_in_numbers(tmp_path, save):
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.imshow(np.dstack([GRID, GRID, 1 - GRID]))
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    table = pd.read_csv(path.with_suffix(".csv"), dtype=str)
    assert np.array_equal(table.filter(like="image0.b ").astype(float), 1 - GRID)
    edited(path, table.to_csv(index=False), table.replace({"A.image0.g 3": {"1.0": "0.5"}}).to_csv(index=False))
    assert again(path).axes[0].images[0].get_array()[2, 3].tolist() == [1.0, 0.5, 0.0]


@pytest.mark.parametrize("gap", [np.s_[0, 1], np.s_[0, 1, 2], np.s_[2, 3]])
def test_gaps_in_a_picture_of_numbers(tmp_path, save, gap):
    colors = np.dstack([GRID, GRID, 1 - GRID, GRID])
    colors[gap] = np.nan
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.imshow(colors)
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert np.array_equal(again(path).axes[0].images[0].get_array().mask, np.isnan(colors))


@pytest.mark.parametrize("kind", [np.uint8, np.float32, float])
def test_a_picture_that_no_csv_holds_is_told_in_numbers(tmp_path, save, monkeypatch, kind):
    monkeypatch.setattr("scitex_plt.tables.columns.MOST_IN_CSV", 14)
    shown = PIXELS if kind is np.uint8 else np.divide(PIXELS, 255, dtype=kind)
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.imshow(shown)
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    found = again(path).axes[0].images[0].get_array()
    assert found.dtype == shown.dtype
    assert np.array_equal(found, shown)
    table = pd.read_parquet(path.with_suffix(".parquet"))
    assert table["A.image0.g"].to_numpy().reshape(3, 4).tolist() == shown[..., 1].tolist()
    assert table["A.image0.g"].dtype == kind


def test_the_csv_of_an_image_is_a_grid_with_coordinates(tmp_path, save):
    figure, axes = plt.subplots()
    axes.imshow([[1.5, np.nan], [3, 4]], extent=(0, 2, 10, 14), label="map")
    path = save(figure, tmp_path / "f.png")
    assert path.with_suffix(".csv").read_text() == "A.map.y,A.map.0.5,A.map.1.5\n13.0,1.5,\n11.0,3.0,4.0\n"


def test_the_csv_of_a_mesh_has_its_edges(tmp_path, save):
    figure, axes = plt.subplots()
    axes.pcolormesh([0, 1, 4], [5.0, 6], [[7, 8]], label="map")
    path = save(figure, tmp_path / "f.png")
    table = "A.map.y,A.map.x,A.map.0.5,A.map.2.5\n5.0,0.0,7,8\n6.0,1.0,,\n,4.0,,\n"
    assert path.with_suffix(".csv").read_text() == table


def test_the_csv_of_a_crooked_mesh_has_its_corners(tmp_path, save):
    figure, axes = plt.subplots()
    axes.pcolormesh([[0.0, 1], [2, 3]], [[0, 0], [1, 1]], [[7.5]], label="map")
    path = save(figure, tmp_path / "f.png")
    assert (
        path.with_suffix(".csv").read_text()
        == "A.map.x,A.map.y,A.map.value\n0.0,0.0,7.5\n1.0,0.0,\n2.0,1.0,\n3.0,1.0,\n"
    )


def test_a_grid_stands_beside_other_data(tmp_path, save):
    figure, axes = plt.subplots()
    axes.imshow((GRID * 9).astype(int))
    axes.plot(np.linspace(0, 3, 9), label="line")
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert pd.read_csv(path.with_suffix(".csv"), dtype=str)["A.image0.3"].tolist()[2] == "9"


@pytest.mark.parametrize(
    "draw", [lambda axes, grid: axes.imshow(grid), lambda axes, grid: axes.pcolormesh(grid, shading="gouraud")]
)
def test_an_edited_number_shows(tmp_path, save, draw):
    figure, axes = plt.subplots(figsize=(2, 2))
    drawn = draw(axes, np.array([[1.0, 2.25], [3, 4]]))
    path = save(figure, tmp_path / "f.png")
    edited(path, "2.25", "3.75")
    figure = again(path)
    (artist,) = [*figure.axes[0].images, *figure.axes[0].collections]
    assert type(artist) is type(drawn)
    assert artist.get_array().tolist() == [[1, 3.75], [3, 4]]
    figure.savefig(tmp_path / "again.png")
    assert not np.array_equal(plt.imread(path), plt.imread(tmp_path / "again.png"))


def test_an_edited_colour_shows(tmp_path, save):
    figure, axes = plt.subplots()
    axes.imshow(PIXELS)
    path = save(figure, tmp_path / "f.png")
    edited(path, "#00070e", "#ff0000")
    assert again(path).axes[0].images[0].get_array()[0, 0].tolist() == [255, 0, 0]


def test_an_edited_edge_shows(tmp_path, save):
    figure, axes = plt.subplots()
    axes.pcolormesh([0, 1.25, 4], [5, 6], [[7, 8]])
    path = save(figure, tmp_path / "f.png")
    edited(path, "1.25", "3.5")
    assert again(path).axes[0].collections[0].get_coordinates()[0, :, 0].tolist() == [0, 3.5, 4]


@pytest.mark.parametrize(
    ("draw", "cell", "expected"),
    [
        (lambda axes: axes.imshow([[1.5, 2.5]]), "2.5", "column 'A.image0.1': 'many' is not a number"),
        (lambda axes: axes.imshow(PIXELS), "#2a3138", "column 'A.image0.2': 'many' is not a colour"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(tmp_path, save, draw, cell, expected):
    figure, axes = plt.subplots()
    draw(axes)
    path = save(figure, tmp_path / "f.png")
    edited(path, cell, "many")
    with pytest.raises(scitex_plt.ColumnError, match=f"f.csv:2: {expected}"):
        again(path)


def test_a_column_of_a_grid_that_is_missing_is_named(tmp_path, save):
    figure, axes = plt.subplots()
    axes.imshow(GRID)
    path = save(figure, tmp_path / "f.png")
    edited(path, "A.image0.3", "other")
    with pytest.raises(scitex_plt.ColumnError, match=r"no column 'A\.image0\.3'"):
        again(path)


def test_saved_twice_a_grid_replaces_its_own_csv(tmp_path, save):
    figure, axes = plt.subplots()
    axes.imshow(GRID)
    save(figure, tmp_path / "f.png")
    save(figure, tmp_path / "f.png")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.csv", "f.png", "f.yaml"]


def test_an_image_of_the_figure(tmp_path, save):
    figure = plt.figure(figsize=(2, 2))
    figure.figimage(GRID, 30, 40, cmap="magma")
    figure.figimage(PIXELS, 100, 40, origin="lower")
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert [type(image) for image in again(path).images] == [FigureImage, FigureImage]


@pytest.mark.parametrize("mesh", ["pcolormesh", "pcolor"])
@pytest.mark.parametrize(
    "x", [list("abcd"), np.array(["2026-01-01", "2026-01-02", "2026-01-04", "2026-01-05"], dtype="M8[D]")], ids=str
)
def test_meshes_at_names_and_dates(tmp_path, save, mesh, x):
    figure, axes = plt.subplots()
    getattr(axes, mesh)(x, [1, 2, 3], GRID, shading="nearest")
    assert is_reproduced(save(figure, tmp_path / "f.png"))


@pytest.mark.parametrize("scale", ["log", "linear"])
@pytest.mark.parametrize("snap", [True, False])
def test_meshes_on_other_scales_and_snapped(tmp_path, save, scale, snap):
    with mpl.rc_context({"pcolormesh.snap": snap}):
        figure, axes = plt.subplots()
        axes.pcolormesh([1, 10, 50, 100, 1000], [1, 2, 3, 4], GRID)
        axes.set_xscale(scale)
    assert is_reproduced(save(figure, tmp_path / "f.png"))


def test_a_norm_that_artists_share_is_shared_again(tmp_path, save):
    figure, (left, right) = plt.subplots(1, 2)
    norm = Normalize()
    left.imshow(GRID, norm=norm, label="one")
    right.pcolormesh(GRID, norm=norm, label="two")
    right.scatter([1], [2], c=[0.5])
    again_left, again_right = again(save(figure, tmp_path / "f.png")).axes
    assert again_left.images[0].norm is again_right.collections[0].norm
    assert again_left.images[0].norm is not again_right.collections[1].norm


@pytest.mark.parametrize("norm", [LogNorm(0.2, 0.9), BoundaryNorm([0, 0.3, 1], 256, extend="max"), "logit"])
def test_norms(tmp_path, save, norm):
    figure, axes = plt.subplots()
    axes.imshow(GRID, norm=norm)
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert type(again(path).axes[0].images[0].norm) is type(axes.images[0].norm)


def test_rcparams_of_images(tmp_path, save):
    with mpl.rc_context({"image.cmap": "magma", "image.origin": "lower", "image.interpolation": "bicubic"}):
        figure, axes = plt.subplots()
        axes.imshow(GRID)
        path = save(figure, tmp_path / "f.png")
        assert is_reproduced(path)
    style = yaml.safe_load(path.with_suffix(".yaml").read_text())["axes"][0]["artists"][0]["style"]
    assert list(style) == ["norm"]
    assert is_reproduced(path)


def test_an_image_that_is_cut_off(tmp_path, save):
    figure, axes = plt.subplots()
    axes.imshow(GRID).set_clip_path(plt.Circle((1, 1), 1, transform=axes.transData))
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert type(again(path).axes[0].images[0]) is AxesImage


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes, grid: axes.imshow(grid),
        lambda axes, grid: axes.imshow((grid * 99).astype(int), alpha=np.ascontiguousarray(grid.filled(0.5))),
        lambda axes, grid: axes.imshow(np.dstack([grid.data] * 3)),
        lambda axes, grid: axes.pcolormesh(grid),
        lambda axes, grid: axes.pcolormesh(*np.meshgrid([0, 1, 2, 3], [0, 1, 2]) + np.ones((3, 4)), grid[:2, :3]),
    ],
)
def test_a_grid_beside_a_much_longer_column_is_one_column(tmp_path, save, monkeypatch, draw):
    monkeypatch.setattr("scitex_plt.tables.columns.MOST_IN_CSV", 1200)
    figure, (axes, other) = plt.subplots(2)
    draw(axes, np.ma.masked_equal(GRID, GRID[2, 3]))
    other.plot(np.linspace(0, 1, 200), label="long")
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    header = path.with_suffix(".csv").read_text().partition("\n")[0].split(",")
    assert len(header) <= 6
    save(figure, tmp_path / "f.png")
    assert len(list(tmp_path.glob("*.csv"))) == 1


def test_a_spectrogram_beside_its_long_signal(tmp_path, save):
    signal = np.sin(np.arange(60_000) ** 1.3 / 99)
    figure, (axes, other) = plt.subplots(2)
    axes.plot(signal)
    other.specgram(signal)
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert pd.read_csv(path.with_suffix(".csv"), nrows=1).shape[1] == 4
