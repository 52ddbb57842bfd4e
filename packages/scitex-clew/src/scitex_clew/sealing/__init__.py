"""The records of runs tied to each other, so that one hash names a file and all that it came from."""
