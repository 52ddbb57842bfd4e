"""Runs executed again, out of reach of the originals, and their outputs compared with what was recorded."""
