"""Handing on: a file with its whole lineage as one crate, as PROV, and a received one taken in."""
