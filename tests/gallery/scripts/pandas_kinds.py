"""Every kind of pandas' `plot`."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

rng = np.random.default_rng(0)
frame = pd.DataFrame(rng.random((10, 3)) + 0.1, columns=["a", "b", "c"])

frame.plot()
frame.plot.bar()
frame.plot.barh(stacked=True)
frame.plot.box()
frame.plot.area()
plt.figure()
frame["a"].plot.pie()
frame.plot.scatter(x="a", y="b", c="c", s=50, colormap="viridis")
