"""Regions in which a nearest neighbour decides, a fit with its band, and a survey of scores."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from scipy import optimize, spatial

rng = np.random.default_rng(0)
points = np.concatenate([rng.normal(center, 0.7, (30, 2)) for center in ((0, 0), (2, 1), (0, 3))])
classes = np.repeat([0, 1, 2], 30)
x, y = np.meshgrid(np.linspace(-2, 4, 120), np.linspace(-2, 5, 120))
nearest = spatial.KDTree(points).query(np.column_stack([x.ravel(), y.ravel()]), k=5)[1]
regions = np.array([np.bincount(row, minlength=3).argmax() for row in classes[nearest]]).reshape(x.shape)
bold = ListedColormap(["darkorange", "c", "darkblue"])

figure, axes = plt.subplots()
axes.pcolormesh(x, y, regions, cmap=ListedColormap(["orange", "cyan", "cornflowerblue"]), shading="auto")
drawn = axes.scatter(*points.T, c=classes, cmap=bold, edgecolor="k", s=20)
axes.legend(*drawn.legend_elements(), title="class")
figure, axes = plt.subplots()
axes.contourf(x, y, regions, alpha=0.4, cmap="RdYlBu", levels=[-0.5, 0.5, 1.5, 2.5])
axes.scatter(*points.T, c=classes, edgecolor="k", cmap="RdYlBu")

figure, axes = plt.subplots()
dose = np.linspace(0, 5, 20)
response = 3 * np.exp(-dose) + rng.normal(0, 0.1, 20)
(scale, rate), covariance = optimize.curve_fit(lambda t, a, b: a * np.exp(-b * t), dose, response)
fit = scale * np.exp(-rate * dose)
axes.errorbar(dose, response, yerr=0.1, fmt="ko", capsize=3, label="measured")
axes.plot(dose, fit, label=f"{scale:.2f} exp(-{rate:.2f} t)")
axes.fill_between(dose, fit - 0.2, fit + 0.2, alpha=0.3, label="band")
axes.legend()

figure, axes = plt.subplots()
confusion = np.array([[28, 1, 1], [2, 26, 2], [0, 3, 27]])
image = axes.matshow(confusion, cmap="Blues")
for (row, column), number in np.ndenumerate(confusion):
    axes.text(column, row, number, ha="center", va="center", color="w" if number > 15 else "k")
axes.set_xticks(range(3), ["a", "b", "c"])
figure.colorbar(image)
