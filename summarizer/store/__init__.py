"""The door to the database: answers that were paid for, what servers refuse, and the work that several processes share."""

from summarizer.store.answers import Store
from summarizer.store.batches import Batches, Submitted
from summarizer.store.work import Entry, Outcome, Run, Work

__all__ = ["Batches", "Entry", "Outcome", "Run", "Store", "Submitted", "Work"]
