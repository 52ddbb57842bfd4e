"""Make a tidy table of the raw measurements."""

import scitex as stx

COLUMNS = {
    "Species": "species",
    "Island": "island",
    "Flipper Length (mm)": "flipper_length_mm",
    "Body Mass (g)": "body_mass_g",
    "Sex": "sex",
}


@stx.session
def main(min_mass=0.0, CONFIG=stx.INJECTED, logger=stx.INJECTED):
    """Keep the penguins whose flipper and mass were measured."""
    raw = stx.io.load(CONFIG.RAW)
    table = raw[list(COLUMNS)].rename(columns=COLUMNS)
    table["species"] = table["species"].str.split().str[0]
    measured = table.dropna(subset=["flipper_length_mm", "body_mass_g"])
    kept = measured[measured["body_mass_g"] >= min_mass].reset_index(drop=True)
    stx.io.save(kept, "penguins.csv")
    logger.info("kept %d of %d penguins", len(kept), len(raw))
    return 0


if __name__ == "__main__":
    main()
