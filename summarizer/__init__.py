"""Chinese articles in English: the complete translation, and who said what, with proof.

    from pathlib import Path
    from summarizer import translate, write

    report = translate(Path("article.html"), model="gpt-6-luna")
    write(report, Path("out"), "article")

`translate`, `check`, `inspect`, `speakers` and `open_runtime` (many articles with one model) are the front door; `atranslate`, `ainspect` and
`aspeakers` are the same for programs with an event loop. The stages stand here by name, to be used one by one; the one called `translate` is
`translate_chunks`. Everything is imported when it is first used, so that `import summarizer` takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from summarizer._version import __version__

if TYPE_CHECKING:
    from summarizer.api import ainspect, aspeakers, atranslate, check, inspect, open_runtime, speakers, translate
    from summarizer.errors import (
        BinaryInput,
        BudgetExceeded,
        Cancelled,
        ContentFiltered,
        EmptyInput,
        Forbidden,
        GlossaryError,
        InputError,
        LocalModelError,
        ModelCorrupt,
        ModelError,
        ModelNotInstalled,
        NotFound,
        NothingToTranslate,
        NotListening,
        OutputError,
        PromptError,
        QuotaExhausted,
        RateLimited,
        Rejected,
        ServerFailed,
        SettingsError,
        StoreError,
        SummarizerError,
        TooLong,
        Transient,
        Unauthorized,
        UndecodableInput,
        Unreachable,
        UsageError,
    )
    from summarizer.llm.session import ModelProfile, Session
    from summarizer.pipeline import ArticleState, Prepared, Stop, check_translation, prepare, process, walk
    from summarizer.progress import Event, Progress
    from summarizer.records import (
        Bilingual,
        Block,
        Brief,
        Chunk,
        Decoding,
        Disagreement,
        Document,
        Finding,
        Name,
        Overview,
        Point,
        Position,
        Profile,
        Question,
        Reading,
        Removed,
        Reply,
        Segment,
        Speaker,
        Statement,
        Term,
        Topic,
        Translation,
    )
    from summarizer.report import Receipt, Report, ReportBlock, ReportDocument, TranslatedSegment
    from summarizer.runtime import Runtime
    from summarizer.settings import Settings
    from summarizer.stages.attribute import attribute
    from summarizer.stages.brief import brief, rule_based_brief
    from summarizer.stages.build_report import build_report
    from summarizer.stages.clean import clean
    from summarizer.stages.plan import plan
    from summarizer.stages.read import read
    from summarizer.stages.render import load, render, write
    from summarizer.stages.repair import repair
    from summarizer.stages.review import review
    from summarizer.stages.segment import segment
    from summarizer.stages.summarize import summarize
    from summarizer.stages.translate import translate as translate_chunks
    from summarizer.stages.verify import verify
    from summarizer.tasks.estimate import ArticleEstimate, Inspection
    from summarizer.tasks.speakers import SpeakerReport, SpeakerShare, Utterance

_ERRORS = (
    "BinaryInput BudgetExceeded Cancelled ContentFiltered EmptyInput Forbidden GlossaryError InputError LocalModelError "
    "ModelCorrupt ModelError ModelNotInstalled NotFound NotListening NothingToTranslate OutputError PromptError "
    "QuotaExhausted RateLimited Rejected ServerFailed SettingsError StoreError SummarizerError TooLong Transient Unauthorized "
    "UndecodableInput Unreachable UsageError"
)
_RECORDS = (
    "Bilingual Block Brief Chunk Decoding Disagreement Document Finding Name Overview Point Position Profile "
    "Question Reading Removed Reply Segment Speaker Statement Term Topic Translation"
)
_STAGES = "attribute build_report clean plan read repair review segment summarize verify"
_WHERE = {
    "api": "ainspect aspeakers atranslate check inspect open_runtime speakers translate",
    "runtime": "Runtime",
    "errors": _ERRORS,
    "tasks.estimate": "ArticleEstimate Inspection",
    "llm.session": "Session ModelProfile",
    "pipeline": "ArticleState Prepared Stop check_translation prepare process walk",
    "progress": "Event Progress",
    "records": _RECORDS,
    "report": "Receipt Report ReportBlock ReportDocument TranslatedSegment",
    "settings": "Settings",
    "stages.brief": "brief rule_based_brief",
    "stages.render": "load render write",
    "tasks.speakers": "SpeakerReport SpeakerShare Utterance",
    **{f"stages.{name}": name for name in _STAGES.split()},
}
"""Module → the names that stand there."""
_PLACE = {name: (module, name) for module, names in _WHERE.items() for name in names.split()}
_PLACE["translate_chunks"] = ("stages.translate", "translate")

__all__ = [  # noqa: RUF022  the front door first, then the stages in the order of the journey
    "__version__",
    "translate",
    "atranslate",
    "check",
    "inspect",
    "ainspect",
    "speakers",
    "aspeakers",
    "open_runtime",
    "process",
    "check_translation",
    "prepare",
    "walk",
    "read",
    "clean",
    "segment",
    "plan",
    "rule_based_brief",
    "brief",
    "translate_chunks",
    "attribute",
    "verify",
    "repair",
    "review",
    "summarize",
    "build_report",
    "render",
    "write",
    "load",
    "Runtime",
    "Session",
    "Settings",
    "ModelProfile",
    "Event",
    "Progress",
    "Prepared",
    "ArticleState",
    "Stop",
    "ArticleEstimate",
    "Inspection",
    "Report",
    "ReportBlock",
    "ReportDocument",
    "TranslatedSegment",
    "Receipt",
    "SpeakerReport",
    "SpeakerShare",
    "Utterance",
    "Bilingual",
    "Block",
    "Brief",
    "Chunk",
    "Decoding",
    "Disagreement",
    "Document",
    "Finding",
    "Name",
    "Overview",
    "Point",
    "Position",
    "Profile",
    "Question",
    "Reading",
    "Removed",
    "Reply",
    "Segment",
    "Speaker",
    "Statement",
    "Term",
    "Topic",
    "Translation",
    "BinaryInput",
    "BudgetExceeded",
    "Cancelled",
    "ContentFiltered",
    "EmptyInput",
    "Forbidden",
    "GlossaryError",
    "InputError",
    "LocalModelError",
    "ModelCorrupt",
    "ModelError",
    "ModelNotInstalled",
    "NotFound",
    "NotListening",
    "NothingToTranslate",
    "OutputError",
    "PromptError",
    "QuotaExhausted",
    "RateLimited",
    "Rejected",
    "ServerFailed",
    "SettingsError",
    "StoreError",
    "SummarizerError",
    "TooLong",
    "Transient",
    "Unauthorized",
    "UndecodableInput",
    "Unreachable",
    "UsageError",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, own_name = _PLACE[name]
    value = getattr(import_module(f"{__name__}.{module}"), own_name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
