"""The index of a project's runs: a SQLite database, which can always be made anew from the run directories."""
