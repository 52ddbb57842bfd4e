import json

import matplotlib.pyplot as plt
import pandas as pd
from model import predict
from sacred import Experiment
from sacred.observers import FileStorageObserver

ex = Experiment("draw")
ex.observers.append(FileStorageObserver("runs"))


@ex.automain
def main():
    """Draw the readings and the fit."""
    with ex.open_resource("data.csv") as file:
        data = pd.read_csv(file)
    with ex.open_resource("fit.json") as file:
        coefficients = json.load(file)["coefficients"]
    fig, ax = plt.subplots()
    ax.plot(data["x"], data["y"], ".")
    ax.plot(data["x"], predict(data["x"], coefficients))
    fig.savefig("figure.png")
    ex.add_artifact("figure.png")
