"""Notices a server that drops the head of a long request without a word, as local servers with a small context do."""

MOST_CHARACTERS = 6
"""Characters a token, over a whole request: more than any tokenizer needs. English text takes 4 to 5, Chinese 0.7 to 2; what a server counts
below that it did not read."""
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

    def cut(self, ours: int, counted: int, characters: int) -> int:
        """The number of tokens that the server read, if that is less than was sent; else 0. `counted` is its own count, 0 if it said none;
        `ours` is our count of the same request, and `characters` its length."""
        if counted < LEAST_WINDOW or ours < LEAST_TOKENS:
            self._remember(ours, counted)
            return 0
        if counted * MOST_CHARACTERS < characters:
            return counted
        before = self._counted.get(counted)
        if before is not None and ours > GROWTH * before:
            return counted
        self._remember(ours, counted)
        return 0

    def _remember(self, ours: int, counted: int) -> None:
        if counted > 0:
            self._counted[counted] = min(ours, self._counted.get(counted, ours))
