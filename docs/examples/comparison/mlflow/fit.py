"""Fit a polynomial to the readings."""

import argparse
import json
from pathlib import Path

import mlflow
import pandas as pd
from model import fit

parser = argparse.ArgumentParser()
parser.add_argument("--degree", type=int, default=1)
args = parser.parse_args()

with mlflow.start_run(run_name="fit"):
    mlflow.log_params(vars(args))
    data = pd.read_csv("data.csv")
    mlflow.log_input(mlflow.data.from_pandas(data, source="data.csv"))
    coefficients = fit(data["x"], data["y"], args.degree)
    Path("fit.json").write_text(json.dumps({"coefficients": coefficients.tolist()}))
    mlflow.log_artifact("fit.json")
