"""From a finished figure to what its recipe says: of figures, of axes, of groups of artists and of artists."""
