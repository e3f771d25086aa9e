"""One file an input format, and `encoding` that turns bytes into text."""
