"""Plots of statsmodels: quantiles, correlations, regressions and decompositions."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.graphics import tsaplots
from statsmodels.graphics.factorplots import interaction_plot
from statsmodels.graphics.mosaicplot import mosaic
from statsmodels.tsa.seasonal import seasonal_decompose

rng = np.random.default_rng(0)
months = pd.date_range("2015-01-31", periods=72, freq="ME")
series = pd.Series(np.arange(72) / 10 + 2 * np.sin(np.arange(72) * np.pi / 6) + rng.normal(0, 0.3, 72), index=months)
predictors = pd.DataFrame({"income": rng.normal(50, 10, 60), "education": rng.normal(12, 2, 60)})
prestige = 0.6 * predictors["income"] + 2 * predictors["education"] + rng.normal(0, 5, 60)
model = sm.OLS(prestige, sm.add_constant(predictors)).fit()

sm.qqplot(rng.standard_t(4, 80), line="45", fit=True)
tsaplots.plot_acf(series, lags=30)
tsaplots.plot_pacf(series, lags=20)
tsaplots.month_plot(series)
seasonal_decompose(series).plot()
sm.graphics.plot_fit(model, "income")
sm.graphics.influence_plot(model)
sm.graphics.plot_partregress_grid(model)
mosaic(pd.DataFrame({"sex": rng.choice(["f", "m"], 90), "class": rng.choice(["1", "2", "3"], 90)}), ["sex", "class"])
plt.figure()
interaction_plot(rng.choice(["low", "high"], 60), rng.choice(["m", "f"], 60), rng.normal(size=60), ax=plt.gca())
