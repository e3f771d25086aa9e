"""The door to language models: one protocol, `Model`, and wrappers around it."""
