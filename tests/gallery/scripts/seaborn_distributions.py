"""seaborn's histograms, densities and the like, in axes and in grids."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
count = 150
frame = pd.DataFrame({"species": rng.choice(["Adelie", "Gentoo", "Chinstrap"], count)})
shift = frame["species"].map({"Adelie": 0.0, "Gentoo": 3.0, "Chinstrap": 1.5})
frame["bill"] = 40 + 2 * shift + rng.normal(0, 2, count)
frame["flipper"] = 190 + 8 * shift + rng.normal(0, 6, count)
frame["mass"] = np.exp(rng.normal(1, 0.4, count))

sns.histplot(frame, x="bill")
plt.figure()
sns.histplot(frame, x="bill", hue="species", multiple="stack", kde=True)
plt.figure()
sns.histplot(frame, x="mass", hue="species", element="step", log_scale=True)
plt.figure()
sns.histplot(frame, x="bill", y="flipper", cbar=True)
plt.figure()
sns.kdeplot(frame, x="bill", hue="species", fill=True)
plt.figure()
sns.kdeplot(frame, x="bill", y="flipper", hue="species", levels=5)
plt.figure()
sns.kdeplot(frame, x="bill", y="flipper", fill=True, thresh=0, cmap="mako")
plt.figure()
sns.ecdfplot(frame, x="flipper", hue="species")
plt.figure()
sns.kdeplot(frame, x="flipper")
sns.rugplot(frame, x="flipper", hue="species")
