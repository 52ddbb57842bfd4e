"""`python -m scitex` is the `scitex` program, also where the folder of programs is not on the path."""

from scitex.program import main

main()
