"""The door to the database: answers that were paid for, and what servers refuse."""

from summarizer.store.database import Store

__all__ = ["Store"]
