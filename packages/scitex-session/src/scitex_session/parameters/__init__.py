"""What a session's function asks for, and where the values come from."""
