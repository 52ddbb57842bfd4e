"""Draw the readings and the fit."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import mlflow
import pandas as pd
from model import predict

with mlflow.start_run(run_name="draw"):
    data = pd.read_csv("data.csv")
    mlflow.log_input(mlflow.data.from_pandas(data, source="data.csv"))
    mlflow.log_artifact("fit.json")
    coefficients = json.loads(Path("fit.json").read_text())["coefficients"]
    fig, ax = plt.subplots()
    ax.plot(data["x"], data["y"], ".")
    ax.plot(data["x"], predict(data["x"], coefficients))
    fig.savefig("figure.png")
    mlflow.log_artifact("figure.png")
