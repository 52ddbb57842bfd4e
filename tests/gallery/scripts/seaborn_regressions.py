"""seaborn's regressions."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
count = 80
frame = pd.DataFrame({"x": rng.uniform(0, 10, count), "group": rng.choice(["I", "II"], count)})
frame["y"] = 0.5 * frame["x"] + rng.normal(0, 1, count)
frame["grade"] = rng.integers(1, 5, count)

sns.regplot(frame, x="x", y="y", n_boot=100)
plt.figure()
sns.regplot(frame, x="grade", y="y", x_estimator=np.mean, n_boot=100)
plt.figure()
sns.regplot(frame, x="x", y="y", order=2, ci=None, marker="+", color="g")
plt.figure()
sns.residplot(frame, x="x", y="y")
sns.lmplot(frame, x="x", y="y", hue="group", n_boot=100, height=3)
sns.lmplot(frame, x="x", y="y", col="group", n_boot=100, height=3, line_kws={"color": "C1"})
