"""Pure functions on language; their tables are in `data/`, one fact a line."""
