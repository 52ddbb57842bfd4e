"""Simulate the readings of a sensor."""

import argparse
import json
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd

parser = argparse.ArgumentParser()
parser.add_argument("--points", type=int, default=200)
args = parser.parse_args()

with mlflow.start_run(run_name="make_data"):
    mlflow.log_params(vars(args))
    mlflow.log_artifact("sensor.json")
    np.random.seed(42)
    sensor = json.loads(Path("sensor.json").read_text())
    x = np.linspace(0, 10, args.points)
    y = sensor["slope"] * x + sensor["offset"] + np.random.normal(scale=sensor["noise"], size=args.points)
    pd.DataFrame({"x": x, "y": y}).to_csv("data.csv", index=False)
    mlflow.log_artifact("data.csv")
