"""What `pandas.plotting` draws."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from pandas.plotting import (
    andrews_curves,
    autocorrelation_plot,
    bootstrap_plot,
    lag_plot,
    parallel_coordinates,
    radviz,
    scatter_matrix,
)

rng = np.random.default_rng(0)
frame = pd.DataFrame(rng.normal(size=(60, 4)), columns=["a", "b", "c", "d"])
frame["name"] = rng.choice(["one", "two", "three"], 60)
series = pd.Series(0.1 * rng.random(200) + 0.9 * np.sin(np.linspace(-20, 20, 200)))

scatter_matrix(frame[["a", "b", "c"]], diagonal="kde", figsize=(5, 5))
scatter_matrix(frame[["a", "b"]], diagonal="hist", figsize=(4, 4), c="tab:green")
for draw in (andrews_curves, parallel_coordinates, radviz):
    plt.figure()
    draw(frame, "name")
for draw in (lag_plot, autocorrelation_plot):
    plt.figure()
    draw(series)
bootstrap_plot(series, size=50, samples=100)
