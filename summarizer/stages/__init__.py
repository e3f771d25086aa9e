"""The stages of an article's journey, one verb a file; `pipeline.py` calls them in order."""
