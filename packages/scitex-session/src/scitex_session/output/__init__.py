"""What a run prints and logs: into its log, and on to where it went."""
