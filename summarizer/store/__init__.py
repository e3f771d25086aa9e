"""The door to the database: answers that were paid for, what servers refuse, and the work that several processes share."""

from summarizer.store.answers import Store
from summarizer.store.batches import Batches, Submitted
from summarizer.store.job_queue import Entry, JobQueue, Outcome, Run

__all__ = ["Batches", "Entry", "JobQueue", "Outcome", "Run", "Store", "Submitted"]
