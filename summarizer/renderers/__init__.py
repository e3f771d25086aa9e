"""One file an output format; each turns a `Report` into text."""
