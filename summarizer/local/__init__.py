"""The embedded model: its file, and the server that runs it."""
