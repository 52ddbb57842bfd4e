"""More of three dimensions: triangles, arrows, voxels, stems and error bars."""

import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
kind = {"projection": "3d"}

figure, axes = plt.subplots(subplot_kw=kind)
radii, angles = np.meshgrid(np.linspace(0.1, 1, 6), np.linspace(0, 2 * np.pi, 24, endpoint=False))
x, y = (radii * np.cos(angles)).ravel(), (radii * np.sin(angles)).ravel()
axes.plot_trisurf(x, y, np.sin(-x * y), linewidth=0.2, antialiased=True)

figure, axes = plt.subplots(subplot_kw=kind)
grid = np.meshgrid(*[np.linspace(-1, 1, 4)] * 3)
axes.quiver(*grid, *(0.3 * np.array(grid)), normalize=False)

figure, axes = plt.subplots(subplot_kw=kind)
axes.voxels(rng.random((4, 4, 4)) > 0.6, facecolors="#1f77b480", edgecolor="k")

figure, axes = plt.subplots(subplot_kw=kind)
axes.stem(np.cos(np.arange(12)), np.sin(np.arange(12)), np.arange(12))

figure, axes = plt.subplots(subplot_kw=kind)
axes.errorbar(*rng.random((3, 8)), xerr=0.1, yerr=0.05, zerr=0.1, fmt="o")

figure, axes = plt.subplots(1, 2, subplot_kw=kind, layout="constrained")
axes[0].set_proj_type("ortho")
axes[0].scatter(*rng.random((3, 20)))
axes[1].set_box_aspect((3, 2, 1), zoom=0.8)
axes[1].fill_between(np.arange(5), 0, 0, np.arange(5), 1, rng.random(5), alpha=0.5)
