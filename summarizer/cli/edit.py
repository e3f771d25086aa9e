"""`summarize edit`: corrections of an article's translation, applied in every later run. Makes no API calls."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from summarizer.cli import options as opt
from summarizer.cli.output import print_json, print_lines, warn
from summarizer.errors import InputError, UsageError

if TYPE_CHECKING:
    from summarizer.records import Finding
    from summarizer.report import Report, TranslatedSegment
    from summarizer.stages.edits import Edit, Edits

HEAD = """# Corrections of {article}, applied whenever it is translated. A sentence is found by its Chinese (source);
# target is its English. Names hold for all articles in this folder. `summarize edit {article}` checks this file.
"""


class Corrections(NamedTuple):
    """What is added to the file."""

    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="SEGMENT=ENGLISH", help="Correct a segment's English; may be repeated."),
    ] = None
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="CHINESE=ENGLISH", help="Correct a name; may be repeated."),
    ] = None
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, for those who read it later.")] = ""


@opt.command("edit")
def edit(
    article: Annotated[
        Path, typer.Argument(metavar="ARTICLE", help="The article's file.", exists=True, dir_okay=False)
    ],
    segments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SEGMENT]...", help="Segments to copy into the file as they are now, for you to change."
        ),
    ] = None,
    corrections: Corrections = Corrections(),  # noqa: B008  a constant
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="The article's .report.json; default: beside it, or in --output.",
            dir_okay=False,
        ),
    ] = None,
    json_: opt.Json = False,
) -> None:
    """Create, extend, check and list the corrections of an article in ARTICLE.edits.toml.

    Every later run of translate and batch applies them, runs the checks on them and marks the segments as edited. They are
    found by their Chinese text. Corrected names take precedence over the glossary in all articles of the folder.

    \b
    Examples:
      summarize edit article.txt p3.s2 p4.s1          copy two segments into the file, to edit them there
      summarize edit article.txt --set p3.s2="He said so." --note "checked with the author"
      summarize edit article.txt --name 罗江春="Luo Jiangchun"
      summarize edit article.txt                      check and list the corrections

    Exit codes: 0 success; 1 failure; 2 usage error; 3 some correction matches no sentence or has findings of severity error.
    """
    from summarizer.stages.edits import edits_path, read_edits

    path = edits_path(article)
    read_edits(path)
    wanted = [*((one, None) for one in segments or ()), *_pairs("--set", corrections.set_)]
    made = report_of(article, report) if wanted or report else None
    added = add(
        path,
        article,
        [_edit(made, one, english, corrections.note) for one, english in wanted if made],
        _pairs("--name", corrections.name),
    )
    if added:
        warn(f"Added {added} correction{'s' * (added != 1)} to {path}")
    edits = read_edits(path)
    learn(article)
    if not edits.edits and not edits.names:
        warn(f"No corrections in {path}. Name segments (see `summarize edit --help`).")
        return
    raise typer.Exit(_list(article, edits, json_))


def _pairs(option: str, given: "Sequence[str] | None") -> list[tuple[str, str]]:
    """Raises UsageError for one without both sides."""
    pairs = [(one, *one.partition("=")[::2]) for one in given or ()]
    if wrong := next((one for one, left, right in pairs if not left.strip() or not right.strip()), None):
        raise UsageError(
            f"invalid value {wrong!r} for {option}", "It takes two sides: p3.s2=English, or 罗江春=Luo Jiangchun."
        )
    return [(left.strip(), right.strip()) for _, left, right in pairs]


def report_of(article: Path, given: Path | None) -> "Report":
    """Raises InputError."""
    from summarizer.cli.starting import settings_of
    from summarizer.stages.render import FORMATS, load

    name = article.stem + FORMATS["json"].suffix
    output = settings_of().output
    places = [given] if given else [folder / name for folder in (article.parent, output) if folder]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise InputError(
            f"No report of {article}: no {name} beside it", "Translate it first, or name it with --report."
        )
    return load(found)


def _edit(report: "Report", segment: str, english: str | None, note: str) -> "Edit":
    """Raises UsageError for a segment that is not there."""
    from summarizer.stages.edits import Edit

    own: TranslatedSegment | None = next((s for s in report.segments if s.id == segment), None)
    if own is None:
        raise UsageError(f"No segment {segment} in the report", "The page and the .report.json give the ids: p3.s2.")
    target = english if english is not None else own.target or own.source
    if not target.strip():
        raise UsageError(f"{segment}: the English is empty")
    return Edit(segment=segment, source=own.source.strip(), target=target.strip(), note=note)


def add(path: Path, article: Path, edits: "Sequence[Edit]", names: Sequence[tuple[str, str]]) -> int:
    """Appends corrections to the file; what stands there stays. How many."""
    if not edits and not names:
        return 0
    from summarizer.common.files import write_atomic
    from summarizer.stages.edits import read_edits

    text = path.read_text(encoding="utf-8-sig") if path.exists() else HEAD.format(article=article.name)
    lines = text.splitlines()
    known = read_edits(path).names
    for zh, en in names:
        lines = _with_name(lines, zh, en, known=zh in known)
    for one in edits:
        lines += ["", "[[edit]]", *_fields(one)]
    write_atomic(path.parent, {path: "\n".join(lines) + "\n"})
    read_edits(path)
    return len(edits) + len(names)


def learn(article: Path) -> None:
    """Keeps an article's corrections for other articles, as every run that applies them does."""
    import hashlib
    from contextlib import closing, suppress

    from summarizer.cli.starting import settings_of
    from summarizer.errors import StoreError
    from summarizer.runtime import learning, store_place
    from summarizer.settings import home
    from summarizer.stages.edits import edits_path, read_edits
    from summarizer.store import Store

    settings = settings_of(quiet=True)
    if settings.cache:
        with suppress(StoreError), closing(Store.open(store_place(settings, home()))) as store:
            digest = hashlib.sha256(article.read_bytes()).hexdigest()
            learning(settings, store)(digest, read_edits(edits_path(article)))


def _with_name(lines: list[str], zh: str, en: str, *, known: bool) -> list[str]:
    row = f"{_quoted(zh)} = {_quoted(en)}"
    if known:
        return [row if line.lstrip().startswith((_quoted(zh), f"{zh} ", f"{zh}=")) else line for line in lines]
    if "[names]" not in (line.strip() for line in lines):
        return [*lines, "", "[names]", row]
    at = next(n for n, line in enumerate(lines) if line.strip() == "[names]")
    return [*lines[: at + 1], row, *lines[at + 1 :]]


def _fields(one: "Edit") -> Iterator[str]:
    for name in ("segment", "source", "target", "note"):
        if value := getattr(one, name):
            yield f"{name} = {_quoted(value)}"


def _quoted(text: str) -> str:
    """A TOML string: JSON's, but for the one control character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(article: Path, edits: "Edits", as_json: bool) -> int:
    """Prints every correction with what the checks say of it. The exit code."""
    found = _checked(article, edits)
    if as_json:
        print_json(
            {
                "names": dict(edits.names),
                "edits": [
                    {**one.model_dump(), "segments": ids, "findings": [f.model_dump(mode="json") for f in findings]}
                    for one, ids, findings in found
                ],
            }
        )
    else:
        print_lines(_listing(edits, found))
    lost = sum(not ids for _, ids, _ in found)
    wrong = sum(f.severity == "error" for _, _, findings in found for f in findings)
    if lost or wrong:
        warn(f"{lost} without a matching sentence, {wrong} findings of severity error.")
    return 3 if lost or wrong else 0


def _checked(article: Path, edits: "Edits") -> "list[tuple[Edit, list[str], list[Finding]]]":
    """Each correction with the segments that it stands for now, and what the checks find in its English."""
    from summarizer.cli.starting import settings_of
    from summarizer.pipeline import Stop, by_rule, prepare
    from summarizer.runtime import glossary_of, with_names
    from summarizer.stages.edits import apply_edits

    settings = settings_of()
    prepared = prepare(
        article.read_bytes(),
        article.name,
        language=settings.source_language,
        until=Stop.SEGMENTED,
        encoding=settings.encoding,
    )
    checks = by_rule(prepared, with_names(glossary_of(settings), edits)).checks
    result = []
    for one in edits.edits:
        only = edits.model_copy(update={"edits": (one,)})
        texts, _ = apply_edits(prepared.segments, {}, only)
        found = [f for segment in texts for f in checks.one(segment, texts) if f.severity != "info"]
        result.append((one, list(texts), found))
    return result


def _listing(edits: "Edits", found: "list[tuple[Edit, list[str], list[Finding]]]") -> Iterator[str]:
    for zh, en in edits.names.items():
        yield f"{zh}  {en}"
    for one, ids, findings in found:
        yield f"{', '.join(ids) or 'no such sentence'}  {one.note}".rstrip()
        yield f"  zh {one.source}"
        yield f"  en {one.target}"
        yield from (f"  {f.severity}: {f.kind}: {f.detail}" for f in findings)
