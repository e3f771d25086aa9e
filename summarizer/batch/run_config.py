"""What workers on other machines have to know of a run: it stands in the store, without keys."""

from collections.abc import Mapping, Sequence
from glob import has_magic
from pathlib import Path
from typing import Any

from pydantic import Field

from summarizer.batch.worker import Limits
from summarizer.llm.prices import DEFAULT_HOSTED_MODEL
from summarizer.records import Record
from summarizer.runtime import is_local
from summarizer.settings import PATHS, SECRET, Settings
from summarizer.web.fetch import is_address

_OWN = frozenset({"store", "output"}) | SECRET
"""Settings that each machine has for itself, or that stand elsewhere."""


class RunConfig(Record):
    """`settings` as the run was begun with, paths in full. `roots` are the folders and files that its articles are read from."""

    settings: dict[str, Any]
    roots: tuple[str, ...]
    output: str
    limits: Limits = Limits()
    overwrite: bool = False
    prune: bool = False
    names: dict[str, str] = Field(default_factory=dict)
    """Names that were corrected in any article of the run: Chinese → English."""

    @classmethod
    def of(
        cls, settings: Settings, given: Sequence[str], output: Path, *, limits: Limits, overwrite: bool, prune: bool,
        names: Mapping[str, str],
    ) -> "RunConfig":  # fmt: skip
        """Where the model is left to be chosen, it is chosen now: other machines may have a key where this one has none."""
        kept = settings.model_dump(mode="json", exclude=set(_OWN))
        kept["model"] = settings.model or ("local" if is_local(settings) else DEFAULT_HOSTED_MODEL)
        kept |= {name: str(Path(kept[name]).absolute()) for name in PATHS - _OWN if kept.get(name)}
        return cls(
            settings=kept, roots=tuple(str(_root(one, output).absolute()) for one in given), output=str(output.absolute()),
            limits=limits, overwrite=overwrite, prune=prune, names=dict(names),
        )  # fmt: skip

    def settings_for(self, own: Settings) -> Settings:
        """The run's settings with the keys and the store of this machine, and with its `concurrency` if it has one."""
        kept = {name: getattr(own, name) for name in _OWN - {"output"}}
        at_once = {"concurrency": own.concurrency} if own.concurrency else {}
        return Settings.model_validate({**self.settings, **kept, **at_once})

    def is_here(self) -> bool:
        """True if the articles can be read and results be written on this machine."""
        return Path(self.output).is_dir() and all(Path(one).exists() for one in self.roots)


def _root(given: str, output: Path) -> Path:
    """Where the articles lie that were named so: of a pattern the part without one, of an address the folder that holds its copy."""
    path = Path(given)
    if is_address(given):
        return output
    return path if path.exists() else next((p for p in path.parents if not has_magic(str(p))), Path())
