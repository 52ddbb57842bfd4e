"""seaborn's heat maps."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
flights = pd.DataFrame(rng.integers(100, 600, (12, 8)), list("JFMAMJJASOND"), range(1950, 1958))
values = pd.DataFrame(rng.normal(size=(60, 9)), columns=list("abcdefghi"))
correlations = values.corr()

sns.heatmap(flights, annot=True, fmt="d", linewidths=0.5)
plt.figure()
sns.heatmap(
    correlations,
    mask=np.triu(np.ones_like(correlations, dtype=bool)),
    cmap=sns.diverging_palette(230, 20, as_cmap=True),
    center=0,
    square=True,
    cbar_kws={"shrink": 0.5},
)
plt.figure()
sns.heatmap(values.T, cbar=False, xticklabels=10, cmap="rocket_r")
sns.palplot(sns.color_palette("husl", 8))
