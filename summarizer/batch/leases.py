"""The articles that a batch has claimed: taken under a lease, renewed while it works on them, given back at the end."""

import asyncio

from summarizer.batch.lease_owner import is_dead, worker_identity
from summarizer.store.job_queue import JobQueue, Outcome

LEASE_SECONDS = 60.0
"""For so long the articles of a machine that vanished wait for another."""


class Leases:
    """What this batch holds. All methods raise StoreError."""

    def __init__(self, work: JobQueue) -> None:
        self._work = work
        self._name = worker_identity()
        self._held: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._held

    def claim(self, key: str, *, again: bool) -> bool:
        """True where the article is ours to do, `again` also one that is finished. Not to be called in a thread: an interrupt would leave
        it there, and the claim with nobody to release it."""
        claim = self._work.claim(key, self._name, lease_seconds=LEASE_SECONDS, again=again)
        holder = self._work.holder(key) if claim == "taken" else None
        if holder is not None and is_dead(holder):
            self._work.release(key, holder)
            claim = self._work.claim(key, self._name, lease_seconds=LEASE_SECONDS, again=again)
        if claim == "yours":
            self._held.add(key)
        return claim == "yours"

    def release(self, key: str) -> None:
        self._held.discard(key)
        self._work.release(key, self._name)

    def release_all(self) -> None:
        for key in self._held:
            self._work.release(key, self._name)

    async def finish(self, key: str, outcome: Outcome, report: bytes | None, article: str = "") -> None:
        """A claim that was lost (this machine slept, say) is another's to finish; what was made here is as good, and is written."""
        await asyncio.to_thread(self._work.finish, key, self._name, outcome, report, article)

    async def renew(self) -> None:
        """Renews what is held, until it is cancelled or the store fails."""
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            for key in list(self._held):
                await asyncio.to_thread(self._work.renew, key, self._name, lease_seconds=LEASE_SECONDS)
