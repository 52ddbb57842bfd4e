"""seaborn's plots by category, in axes."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
count = 120
frame = pd.DataFrame({"day": rng.choice(["Thu", "Fri", "Sat", "Sun"], count), "sex": rng.choice(["f", "m"], count)})
frame["bill"] = rng.gamma(4, 5, count)

draws = [sns.stripplot, sns.swarmplot, sns.boxplot, sns.violinplot, sns.boxenplot, sns.pointplot, sns.barplot]
for draw in draws:
    plt.figure()
    draw(frame, x="day", y="bill", hue="sex", order=["Thu", "Fri", "Sat", "Sun"])
plt.figure()
sns.countplot(frame, y="day")
plt.figure()
sns.violinplot(frame, x="day", y="bill", hue="sex", split=True, inner="quart")
plt.figure()
sns.boxplot(frame, x="bill", y="day", whis=(0, 100), width=0.6)
sns.stripplot(frame, x="bill", y="day", size=4, color=".3")
sns.despine(trim=True, left=True)
