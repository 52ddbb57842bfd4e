"""seaborn's objects: marks, statistics, scales, facets and pairs."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn.objects as so

rng = np.random.default_rng(0)
count = 120
frame = pd.DataFrame({"day": rng.choice(["Thu", "Fri", "Sat"], count), "sex": rng.choice(["f", "m"], count)})
frame["bill"] = rng.gamma(4, 5, count)
frame["tip"] = frame["bill"] * rng.uniform(0.05, 0.3, count)
series = pd.DataFrame({"date": pd.date_range("2024-01-01", periods=40), "value": rng.normal(size=40).cumsum()})

paths = so.Plot(frame, "bill", "tip", color="sex")
for plot in (
    paths.add(so.Dot(), pointsize="tip"),
    paths.add(so.Line(), so.PolyFit(2)).scale(x="log", y="sqrt"),
    paths.add(so.Dots()).facet("day", "sex").label(x="Bill ($)", col="Day:"),
    so.Plot(frame, "day", "bill").add(so.Bar(), so.Agg()).add(so.Range(), so.Est()),
    so.Plot(frame, "day", "bill", color="sex").add(so.Dash(), so.Agg(), so.Dodge()).add(so.Dot(), so.Jitter()),
    so.Plot(frame, "bill", color="sex").add(so.Bars(), so.Hist(), so.Stack()).scale(y=so.Continuous().tick(every=5)),
    so.Plot(frame, "bill", color="sex").add(so.Area(), so.KDE()).limit(x=(0, 60)),
    so.Plot(frame, y="tip").pair(["bill", "day"]).add(so.Dots()),
    so.Plot(series, "date", "value").add(so.Line(marker="o")).add(so.Band(), so.Est()),
    so.Plot(series, "date", "value").add(so.Path()).scale(y=so.Continuous(trans="symlog").label(like="{x:.1f}")),
    so.Plot(frame, "day", "bill", text="sex").add(so.Text()).add(so.Range(), so.Perc([25, 75])),
):
    plot.on(plt.figure()).plot()
