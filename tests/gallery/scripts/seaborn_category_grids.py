"""seaborn's plots by category over rows and columns of axes."""

import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
count = 120
frame = pd.DataFrame({"day": rng.choice(["Thu", "Fri", "Sat"], count), "time": rng.choice(["lunch", "dinner"], count)})
frame["sex"] = rng.choice(["f", "m"], count)
frame["bill"] = rng.gamma(4, 5, count)

sns.catplot(frame, x="day", y="bill", height=3)
sns.catplot(frame, x="day", y="bill", kind="box", col="time", hue="sex", height=3)
sns.catplot(frame, x="bill", y="day", kind="violin", row="time", height=2.5, aspect=2, inner="stick")
sns.catplot(frame, x="day", y="bill", kind="bar", col="sex", hue="time", height=3)
sns.catplot(frame, x="day", kind="count", hue="sex", palette="pastel", edgecolor=".6", height=3)
sns.catplot(frame, x="time", y="bill", kind="point", hue="sex", dodge=True, height=3)
