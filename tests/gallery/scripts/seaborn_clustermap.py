"""seaborn's cluster map: heat map, dendrograms and colours of groups."""

import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
frame = pd.DataFrame(rng.normal(size=(20, 8)), columns=list("abcdefgh"))
frame.iloc[:10, :4] += 2

sns.clustermap(frame, figsize=(6, 6))
sns.clustermap(
    frame.corr(),
    center=0,
    cmap="vlag",
    row_colors=list(sns.husl_palette(8)),
    dendrogram_ratio=(0.1, 0.2),
    cbar_pos=(0.02, 0.32, 0.03, 0.2),
    linewidths=0.75,
    figsize=(6, 6),
)
