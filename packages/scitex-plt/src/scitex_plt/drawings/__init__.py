"""What an artist has drawn, kept as such: the fallback for artists that a recipe cannot describe by their own kind.

matplotlib draws everything through a dozen calls of a renderer. `recording` notes these calls, `replay` makes them
again, and `packing` writes what they were given as text and back. A drawing is the same to the pixel, in any format,
but its data cannot be edited and its style is fixed.
"""
