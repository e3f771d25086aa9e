"""Small things that any floor may use and that know nothing of articles or models."""
