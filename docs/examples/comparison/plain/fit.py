"""Fit a polynomial to the readings."""

import argparse
import json
from pathlib import Path

import pandas as pd
from model import fit

parser = argparse.ArgumentParser()
parser.add_argument("--degree", type=int, default=1)
args = parser.parse_args()

data = pd.read_csv("data.csv")
coefficients = fit(data["x"], data["y"], args.degree)
Path("fit.json").write_text(json.dumps({"coefficients": coefficients.tolist()}))
