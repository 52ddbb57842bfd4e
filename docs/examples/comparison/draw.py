from model import predict

import scitex as stx


@stx.session
def main(plt=stx.INJECTED):
    """Draw the readings and the fit."""
    data = stx.io.load("make_data_out/LATEST/data.csv")
    coefficients = stx.io.load("fit_out/LATEST/fit.json")["coefficients"]
    fig, ax = plt.subplots()
    ax.plot(data["x"], data["y"], ".")
    ax.plot(data["x"], predict(data["x"], coefficients))
    stx.io.save(fig, "figure.png")


if __name__ == "__main__":
    main()
