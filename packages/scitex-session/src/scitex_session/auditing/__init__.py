"""Every file that a script opens in its project, for those who ask for that (`@session(audit=True)`)."""
