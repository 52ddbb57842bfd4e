"""pandas' histograms, densities, boxes and hexagons."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

rng = np.random.default_rng(0)
frame = pd.DataFrame(rng.normal(size=(200, 3)), columns=["a", "b", "c"])
frame["group"] = rng.choice(["x", "y"], 200)

frame.plot.hist(alpha=0.5, bins=20)
frame.plot.kde()
frame[["a", "b", "c"]].hist(figsize=(5, 4))
frame.boxplot(by="group", column=["a", "b"])
frame.plot.hexbin(x="a", y="b", gridsize=15)
frame.plot.hist(column=["a"], by="group", figsize=(5, 4))
plt.figure()
frame["a"].plot.hist(orientation="horizontal", cumulative=True)
