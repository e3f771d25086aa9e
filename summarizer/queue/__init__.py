"""Work that waits for any process on any machine, on PostgreSQL. `Queue` is the whole interface; Procrastinate keeps the jobs."""

from summarizer.queue.jobs import Handler, Later, NewJob, TakenJob
from summarizer.queue.queue import Queue, Serving

__all__ = ["Handler", "Later", "NewJob", "Queue", "Serving", "TakenJob"]
