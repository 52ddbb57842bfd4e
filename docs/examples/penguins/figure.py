"""Draw the measurements and the fits."""

import numpy as np

import scitex as stx


@stx.session
def main(width=5.0, height=3.5, plt=stx.INJECTED, logger=stx.INJECTED):
    """Draw mass over flipper length with one curve a species."""
    penguins = stx.io.load("ingest_out/LATEST/penguins.csv")
    fits = stx.io.load("analyse_out/LATEST/fits.csv").set_index("species")
    fig, ax = plt.subplots(figsize=(width, height), layout="constrained")
    for species, group in penguins.groupby("species"):
        fit = fits.loc[species]
        points = ax.scatter(group["flipper_length_mm"], group["body_mass_g"], s=9, alpha=0.6, label=species)
        length = np.linspace(group["flipper_length_mm"].min(), group["flipper_length_mm"].max(), 50)
        mass = fit["scale_g"] * (length / fit["reference_mm"]) ** fit["exponent"]
        ax.plot(length, mass, color=points.get_facecolor()[0, :3], label=f"{species} fit")
    ax.set(xlabel="Flipper length (mm)", ylabel="Body mass (g)", title="Palmer penguins")
    ax.legend(fontsize=7)
    path = stx.io.save(fig, "figure.png", dpi=150)
    logger.info("drew %s", path.name)
    return 0


if __name__ == "__main__":
    main()
