"""Plots in three dimensions."""

import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
x, y = np.meshgrid(np.linspace(-3, 3, 25), np.linspace(-3, 3, 25))
z = np.sinc(np.hypot(x, y) / 2)


def axes():
    """Return axes of three dimensions in a new figure."""
    return plt.figure().add_subplot(projection="3d")


axes().scatter(*rng.normal(size=(3, 60)), c=rng.random(60), s=rng.uniform(5, 60, 60), marker="^")
t = np.linspace(0, 20, 200)
spiral = axes()
spiral.plot(np.cos(t), np.sin(t), t, label="spiral")
spiral.legend()
surface = axes()
drawn = surface.plot_surface(x, y, z, cmap="coolwarm", linewidth=0)
surface.figure.colorbar(drawn, shrink=0.5)
axes().plot_wireframe(x, y, z, rstride=3, cstride=3)
bars = axes()
bars.bar3d(np.tile(np.arange(3), 3), np.repeat(np.arange(3), 3), np.zeros(9), 0.6, 0.6, rng.random(9), shade=True)
bars.set(xlabel="x", ylabel="y", zlabel="height", title="bars")
bars.view_init(elev=35, azim=-40)
contours = axes()
contours.contourf(x, y, z, zdir="z", offset=-1, cmap="viridis")
contours.contour3D(x, y, z, 8)
contours.set_zlim(-1, 1)
steps = axes()
for layer in range(3):
    steps.bar(np.arange(6), rng.random(6), zs=layer, zdir="y", alpha=0.7)
steps.text(1, 1, 1, "a word", zdir="x")
