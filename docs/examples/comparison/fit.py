from model import fit

import scitex as stx


@stx.session
def main(degree=1):
    """Fit a polynomial to the readings."""
    data = stx.io.load("make_data_out/LATEST/data.csv")
    coefficients = fit(data["x"], data["y"], degree)
    stx.io.save({"coefficients": coefficients.tolist()}, "fit.json")


if __name__ == "__main__":
    main()
