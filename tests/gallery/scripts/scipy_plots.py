"""Plots of scipy, and of what it computes."""

import matplotlib.pyplot as plt
import numpy as np
from scipy import ndimage, signal, spatial, stats
from scipy.cluster import hierarchy

rng = np.random.default_rng(0)
points = rng.normal(size=(20, 2))

plt.figure()
hierarchy.dendrogram(hierarchy.linkage(points, "ward"))
plt.figure()
hierarchy.dendrogram(hierarchy.linkage(points), orientation="right", color_threshold=0.5, labels=range(20))
figure, axes = plt.subplots()
stats.probplot(stats.t.rvs(5, size=80, random_state=0), plot=axes)
figure, axes = plt.subplots()
stats.boxcox_normplot(stats.loggamma.rvs(5, size=80, random_state=0) + 5, -5, 5, plot=axes)
spatial.voronoi_plot_2d(spatial.Voronoi(points))
spatial.delaunay_plot_2d(spatial.Delaunay(points))
spatial.convex_hull_plot_2d(spatial.ConvexHull(points))

figure, axes = plt.subplots()
frequencies, times, power = signal.spectrogram(np.sin(np.arange(4000) ** 1.4 / 40), fs=1000, nperseg=128)
mesh = axes.pcolormesh(times, frequencies, 10 * np.log10(power + 1e-12), shading="gouraud")
figure.colorbar(mesh, label="dB")
axes.set(xlabel="Time (s)", ylabel="Frequency (Hz)")
figure, axes = plt.subplots()
axes.imshow(ndimage.gaussian_filter(rng.random((40, 60)), 2), origin="lower", extent=(0, 6, 0, 4))
