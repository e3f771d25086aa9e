"""Patterns that are compiled when they are first used: of a table's, most never are in one article."""

import re
from functools import cached_property


class LazyPattern:
    """A pattern for `re`. A wrong one raises `re.error` when it is first used, not when it is made."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)
