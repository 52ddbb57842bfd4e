"""How the contents of two files are compared if their bytes differ, by the kind of file."""
