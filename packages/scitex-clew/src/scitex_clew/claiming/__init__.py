"""Claims: the numbers and texts of a manuscript, tied to the files that they come from."""
