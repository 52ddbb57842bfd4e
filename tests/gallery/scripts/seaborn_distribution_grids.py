"""seaborn's distributions over rows and columns of axes."""

import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(1)
count = 120
frame = pd.DataFrame({"species": rng.choice(["Adelie", "Gentoo"], count), "sex": rng.choice(["f", "m"], count)})
frame["bill"] = np.where(frame["species"] == "Gentoo", 47, 39) + rng.normal(0, 2, count)
frame["flipper"] = np.where(frame["species"] == "Gentoo", 215, 190) + rng.normal(0, 6, count)

sns.displot(frame, x="bill", hue="species", height=3)
sns.displot(frame, x="bill", hue="species", col="sex", kind="kde", height=3)
sns.displot(frame, x="bill", y="flipper", kind="hist", col="species", height=3)
sns.displot(frame, x="flipper", kind="ecdf", row="sex", hue="species", rug=True, height=2.5)
