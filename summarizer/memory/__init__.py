"""Translation memory: sentences that a person translated or corrected before, found again exactly or nearly."""

from summarizer.memory.index import NO_MEMORY, Match, Memory, Unit, plain
from summarizer.memory.kept import file_key, open_memory, units_of_file

__all__ = ["NO_MEMORY", "Match", "Memory", "Unit", "file_key", "open_memory", "plain", "units_of_file"]
