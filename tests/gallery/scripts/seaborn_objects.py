"""The plots of seaborn's objects, whose scales are classes of its own."""

import numpy as np
import pandas as pd
import seaborn.objects as so

rng = np.random.default_rng(0)
count = 30
frame = pd.DataFrame({"dose": np.arange(float(count)), "size": rng.random(count) + 0.1})
frame["group"], frame["sex"] = np.resize(list("uvw"), count), np.resize(["f", "m"], count)
frame["day"] = pd.date_range("2024-01-01", periods=count)

for plot in (
    so.Plot(frame, "dose", "size").add(so.Dot()),
    so.Plot(frame, "dose", "size", color="sex").add(so.Line()),
    so.Plot(frame, "dose", "size", color="sex").add(so.Area(), so.Stack()),
    so.Plot(frame, "group", "size").add(so.Bar(), so.Agg()).add(so.Range(), so.Est()),
    so.Plot(frame, "group", "size", color="sex").add(so.Bar(), so.Agg(), so.Dodge()),
    so.Plot(frame, "group", "size").add(so.Dots(), so.Jitter(seed=0)).add(so.Dash(), so.Agg()),
    so.Plot(frame, "size").add(so.Bars(), so.Hist()),
    so.Plot(frame, "size", "dose").add(so.Dots()).scale(x="log", y="sqrt"),
    so.Plot(frame, "dose", "size").facet("group").add(so.Dots()).add(so.Line(), so.PolyFit()),
    so.Plot(frame, "dose").pair(y=["size", "dose"]).add(so.Dot(), color="group", pointsize="size"),
    so.Plot(frame, "day", "size").add(so.Line()),
    so.Plot(frame, "dose", "size").add(so.Paths()).add(so.Text(), text="group"),
):
    plot.plot(pyplot=True)
