"""The door to the database: answers that were paid for, what servers refuse, and the work that several processes share."""

from summarizer.store.answers import Store
from summarizer.store.batches import Batches, Submitted
from summarizer.store.cache import Cache, CachedArticle
from summarizer.store.job_queue import Entry, JobQueue, Outcome, Run
from summarizer.store.memories import Correction, Memories
from summarizer.store.outputs import Outputs, Written

__all__ = [
    "Batches",
    "Cache",
    "CachedArticle",
    "Correction",
    "Entry",
    "JobQueue",
    "Memories",
    "Outcome",
    "Outputs",
    "Run",
    "Store",
    "Submitted",
    "Written",
]
