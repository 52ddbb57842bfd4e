"""The command line of a session: its words, its flags, its help."""
