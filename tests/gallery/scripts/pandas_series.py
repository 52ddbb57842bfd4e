"""Time series as pandas draws them: dates, periods, gaps and axes on the other side."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

rng = np.random.default_rng(0)
days = pd.date_range("2024-01-01", periods=300)
frame = pd.DataFrame(rng.normal(size=(300, 3)).cumsum(axis=0), index=days, columns=list("ABC"))
frame.iloc[50:80, 0] = np.nan

frame.plot()
frame.plot(subplots=True, layout=(3, 1), figsize=(6, 5), sharex=True)
frame.plot(secondary_y=["B"], style=["-", "--", ":"])
plt.figure()
frame["A"].resample("ME").mean().plot(kind="bar")
plt.figure()
frame["C"].rolling(20).mean().to_period("D").plot(grid=True, title="periods")
frame.abs().plot(logy=True, x_compat=True)
frame.resample("QE").mean().plot(table=False, marker="o", xlabel="quarter", ylabel="value", colormap="cubehelix")
