"""The record of a run: in its journal while it lives, in its crate afterwards."""
