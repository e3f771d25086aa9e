"""Patterns that are compiled when they are first used: of those that the program has, most never are in one run, and together they take
a quarter of a second."""

import re
from functools import cached_property
from typing import Any, cast


class LazyPattern:
    """A pattern for `re`. A wrong one raises `re.error` when it is first used, not when it is made."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:
        """`search`, `sub` and whatever else a compiled pattern can do; it is kept, so that the next call goes to it directly."""
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(self.compiled, name)
        setattr(self, name, found)
        return found


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but compiled when it is first used."""
    return cast("re.Pattern[str]", LazyPattern(pattern, flags))
