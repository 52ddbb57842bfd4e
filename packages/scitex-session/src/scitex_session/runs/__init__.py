"""A run: what is opened for it, where its directory is, how it ends."""
