"""Notices a server that drops the head of a long request without a word, as local servers with a small context do."""

SHARE = 0.6
"""A server that counts less than this share of our own count did not read all. Measured against o200k_base, with which we count: cl100k_base
says 1.0 (English) to 1.5 (Chinese) times as much, Qwen2.5 in the recorded answers 1.05 to 1.07."""
LEAST_TOKENS = 300
"""Shorter requests fit everywhere, and their counts vary more."""
LEAST_WINDOW = 256
"""No server has a smaller window: what counts less than that for a long request counts nonsense."""
GROWTH = 1.15
"""Two requests of which one is so much longer are not counted alike by any tokenizer, unless both were cut to the same window."""


class ContextWindow:
    """Compares the server's counts with ours over the requests of a run."""

    def __init__(self) -> None:
        self._counted: dict[int, int] = {}
        """The server's count → the shortest of our own counts that it was given for."""

    def cut(self, ours: int, counted: int) -> int:
        """The number of tokens that the server read, if that is less than was sent; else 0. `counted` is its own count, 0 if it said none."""
        if counted < LEAST_WINDOW or ours < LEAST_TOKENS:
            self._remember(ours, counted)
            return 0
        if counted < SHARE * ours:
            return counted
        before = self._counted.get(counted)
        if before is not None and ours > GROWTH * before:
            return counted
        self._remember(ours, counted)
        return 0

    def _remember(self, ours: int, counted: int) -> None:
        if counted > 0:
            self._counted[counted] = min(ours, self._counted.get(counted, ours))
