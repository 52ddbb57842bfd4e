"""What became of what runs have read and written: verdicts on files and runs, with their causes."""
