"""seaborn's scatters and lines, in axes and in grids."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
count = 120
points = pd.DataFrame({"size": rng.uniform(1, 10, count), "day": rng.choice(["Thu", "Fri", "Sat"], count)})
points["tip"] = 0.4 * points["size"] + rng.normal(0, 1, count)
points["smoker"] = rng.choice(["yes", "no"], count)
times = pd.DataFrame({"time": np.tile(np.arange(20), 12), "subject": np.repeat(np.arange(12), 20)})
times["signal"] = np.sin(times["time"] / 3) + rng.normal(0, 0.4, len(times))
times["region"] = np.where(times["subject"] % 2, "frontal", "parietal")
times["event"] = np.where(times["subject"] % 3, "cue", "stim")

sns.scatterplot(points, x="size", y="tip")
plt.figure()
sns.scatterplot(points, x="size", y="tip", hue="day", style="smoker")
plt.figure()
sns.scatterplot(points, x="size", y="tip", hue="tip", size="size", sizes=(10, 200), palette="viridis")
plt.figure()
sns.lineplot(times, x="time", y="signal", hue="region", style="event")
plt.figure()
sns.lineplot(times, x="time", y="signal", errorbar="sd", err_style="bars", marker="o")
plt.figure()
sns.lineplot(times, x="time", y="signal", units="subject", estimator=None, hue="region", alpha=0.5)
sns.relplot(points, x="size", y="tip", hue="day", col="smoker", height=3)
sns.relplot(times, x="time", y="signal", kind="line", hue="event", row="region", height=2.5, aspect=2)
