"""A run while it lives: what opens around it, watches what it reads and writes, and writes its record."""
