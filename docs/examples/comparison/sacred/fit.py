import json
from pathlib import Path

import pandas as pd
from model import fit
from sacred import Experiment
from sacred.observers import FileStorageObserver

ex = Experiment("fit")
ex.observers.append(FileStorageObserver("runs"))
ex.add_config(degree=1)


@ex.automain
def main(degree):
    """Fit a polynomial to the readings."""
    with ex.open_resource("data.csv") as file:
        data = pd.read_csv(file)
    coefficients = fit(data["x"], data["y"], degree)
    Path("fit.json").write_text(json.dumps({"coefficients": coefficients.tolist()}))
    ex.add_artifact("fit.json")
