"""Fit how mass grows with the length of the flipper, species by species."""

import numpy as np
from scipy.optimize import curve_fit

import scitex as stx


@stx.session
def main(CONFIG=stx.INJECTED, logger=stx.INJECTED):
    """Fit a power law to every species by least squares."""
    penguins = stx.io.load("ingest_out/LATEST/penguins.csv")
    reference = CONFIG.MODEL.reference_mm
    fits = []
    for species, group in penguins.groupby("species"):
        length = group["flipper_length_mm"].to_numpy() / reference
        mass = group["body_mass_g"].to_numpy()
        (scale, exponent), covariance = curve_fit(
            lambda x, scale, exponent: scale * x**exponent, length, mass, p0=CONFIG.MODEL.first_guess
        )
        error = float(np.sqrt(covariance[1, 1]))
        fits.append(
            {
                "species": species,
                "n": len(group),
                "reference_mm": reference,
                "scale_g": scale,
                "exponent": exponent,
                "exponent_se": error,
            }
        )
        logger.info("%-9s mass ~ length ** %.2f ± %.2f (n = %d)", species, exponent, error, len(group))
    stx.io.save(fits, "fits.csv")
    return 0


if __name__ == "__main__":
    main()
