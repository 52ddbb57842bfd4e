"""Runs that are over, or still going on, seen from outside: found, shown, compared, put away, removed."""
