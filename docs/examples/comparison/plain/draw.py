"""Draw the readings and the fit."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from model import predict

data = pd.read_csv("data.csv")
coefficients = json.loads(Path("fit.json").read_text())["coefficients"]
fig, ax = plt.subplots()
ax.plot(data["x"], data["y"], ".")
ax.plot(data["x"], predict(data["x"], coefficients))
fig.savefig("figure.png")
