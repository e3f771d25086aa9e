"""Writes the pages that repeat the code, from the code: `python -m tests.docs.generate`, or `make docs`."""

import sys
from collections.abc import Callable, Iterator, Mapping
from inspect import cleandoc
from pathlib import Path
from typing import Any, get_args

import typer
from pydantic import BaseModel

from summarizer import records, report
from summarizer.cli import app
from summarizer.report import Report
from summarizer.settings import FLAGS, OPENAI, SECRET, Settings
from summarizer.settings_help import PREFIX, TABLE
from summarizer.text.attribution.rules import RULES as ATTRIBUTION_RULES
from summarizer.text.checks import RULES, Rule

DOCS = Path(__file__).parents[2] / "docs"
MADE = "<!-- Made from the code by `make docs`; change the words there. -->"
ATTRIBUTION_HEAD = """# How attribution reads

The article is read once, top to bottom. Lines with speaker labels are turns; all else is prose, sentence by sentence: cues (a reporting
verb and its subject, 据…, 在…看来, a colon) hand clauses and quotations to whoever they name; a resolver for each kind of mention (name,
short form, title, pronoun, organisation, 双方, an unnamed person) says who is meant; what follows may go on with it. Each reading has a
kind of evidence, and with it a probability ([speakers.md](speakers.md)): from 0.97 on it counts as sure, below 0.6 the words are left
open. `summarize speakers ARTICLE --explain SEGMENT` prints the rules that made a reading, the words that they matched, and what was
refused. Words: `summarizer/text/data/reporting_verbs.tsv` and `attribution_words.tsv`.

Each rule's passage is its test; the speaker is that of the last sentence.

| rule | says | passage | speaker |
| --- | --- | --- | --- |"""
EXIT_CODES = """## Exit codes

| code | meaning |
| --- | --- |
| 0 | success |
| 1 | failure: nothing usable, or nearly all of an article failed |
| 2 | usage error: no request was made |
| 3 | completed with errors that need review: findings of severity `error`, a review that did not run, or some of several articles failed |
| 130 | interrupted; responses are kept, and the same command resumes |

Results go to files, or to standard output if the input is `-`; everything else goes to standard error: a live display on a terminal,
plain lines elsewhere. Tables are tab-separated when they are piped.
"""
SETTINGS_HEAD = """# Settings

A value comes from the first of

1. the command's flag, or the argument of the Python call;
2. the environment: `SUMMARIZER_` and the setting's name in capitals; for the key and the address then `OPENAI_API_KEY` and
   `OPENAI_BASE_URL`;
3. `summarizer.toml` in the current folder or the nearest one above (a project's);
4. your own `summarizer.toml` (`summarize config` says where it is looked for);
5. the default.

`summarize config` prints every value with the place it comes from, also if a file is broken. In a file, paths are relative to the file. Keys
are read from the environment only.

A project's file may come from somebody else. Until you have run `summarize config trust` it may set only what is marked † below, and a
glossary only from the project's own folder; a command that would use anything else from it ends with exit code 2. A change to the file
revokes the trust.

    # summarizer.toml
    model = "gpt-6-luna"
    max_cost = 0.50
    formats = ["md", "html", "json"]
    glossary = "names.csv"

`SUMMARIZER_HOME` moves the folder with the stored answers, the local models and your own `summarizer.toml`.

| setting | flag | default | what it is for |
| --- | --- | --- | --- |
"""
REPORT_HEAD = """# The report

`ARTICLE.report.json` is one JSON object, UTF-8. `summarize schema` prints its JSON Schema. `schema_version` changes when a field changes its
meaning or goes; new fields may come without that. From Python it is `summarizer.Report`, and `summarizer.load(path)` reads one back.

What can be relied on, because a report that breaks it cannot be built:

- every segment of every block stands in `segments` exactly once, in the order of the article;
- a segment's `status` is `failed` where it has no translation, `flagged` where a warning or an error is left, and only there;
- every id that is cited (in points, statements, positions, findings) exists.

The sources of a block's segments, joined, are the block's text to the character.
"""
ORDER = [
    "Report",
    "ReportDocument",
    "Name",
    "Decoding",
    "ReportBlock",
    "Cue",
    "Removed",
    "TranslatedSegment",
    "Term",
    "Speaker",
    "Bilingual",
    "Point",
    "Statement",
    "Part",
    "Overview",
    "Topic",
    "Position",
    "Question",
    "Reply",
    "Disagreement",
    "Finding",
    "Receipt",
]
MEANING: Mapping[str, str] = {
    "Report.schema_version": "version of this shape",
    "Report.document": "what is known of the article, and its shape",
    "Report.segments": "every sentence with its translation",
    "Report.terms": "the names and terms, each with the one English form used",
    "Report.speakers": "who speaks, in the order in which they first do",
    "Report.statements": "who says which segments, in the order of the article",
    "Report.overview": "the whole in a paragraph, and who stands where",
    "Report.findings": "what a person should look at",
    "Report.receipt": "what the run took",
    "ReportDocument.title": "headline in both languages",
    "ReportDocument.date": "date of publication, ISO 8601",
    "ReportDocument.publication": "who published it, as the page says",
    "ReportDocument.author": "who wrote it, as the page says",
    "ReportDocument.url": "its address, where the page says one",
    "ReportDocument.source_language": "BCP 47: `zh-Hans`, `zh-Hant`",
    "ReportDocument.target_language": "BCP 47",
    "ReportDocument.origin": "the file's name, or `standard input`",
    "ReportDocument.sha256": "of the bytes that were read",
    "ReportDocument.format": "`text`, `markdown` or `html`",
    "ReportDocument.decoding": "how bytes became text",
    "ReportDocument.blocks": "headings, paragraphs and so on, in order",
    "ReportDocument.removed": "what was moved aside as page junk",
    "Name.source": "as in the article",
    "Name.target": "in English; empty where none is known",
    "Decoding.encoding": "the encoding",
    "Decoding.confidence": "0 to 1",
    "Decoding.basis": "what decided",
    "Decoding.replaced": "byte sequences that could not be decoded and became U+FFFD",
    "Decoding.other_lines": "lines in another encoding than the rest",
    "Decoding.restored_from": "the encoding the text had been misread as before it was saved; it was restored",
    "ReportBlock.id": "`p3`",
    "ReportBlock.level": "1 to 6 for headings, depth for list items, else 0",
    "ReportBlock.segments": "ids, in order",
    "ReportBlock.cues": "times of a transcript's turn; left out where there are none",
    "Cue.at": "where it begins in the text of the block's segments",
    "Cue.start": "seconds",
    "Cue.end": "seconds, or null where the transcript has no end",
    "Removed.text": "the piece",
    "Removed.reason": "why: `navigation`, `related`, `contact` …",
    "TranslatedSegment.id": "block id, `.s`, number: `p3.s1`",
    "TranslatedSegment.source": "the article's characters as they are read, with the white space around them",
    "TranslatedSegment.original": "the page's own characters where they differ: a footnote mark, a reading in brackets, full-width letters",
    "TranslatedSegment.target": "its English; empty where `failed`",
    "TranslatedSegment.status": "see above; `repaired` was asked for again, or put right without asking, and is now good",
    "TranslatedSegment.speaker": "id of a speaker; null for narration",
    "TranslatedSegment.edited": "true if a person wrote the English (`ARTICLE.edits.toml`)",
    "Term.source": "as in the article",
    "Term.target": "the English form",
    "Term.origin": "where that comes from; `pinyin`, `transliteration`, `model` and `translation` (as a checked translation has it) are unverified",
    "Term.aliases": "other forms in the article",
    "Speaker.id": "made from the name: `luo-jiangchun`",
    "Speaker.name": "in both languages",
    "Speaker.aliases": "other forms of the name in the article",
    "Speaker.role": "what they are",
    "Speaker.affiliation": "for whom",
    "Speaker.stance": "where they stand, in a sentence",
    "Speaker.summary": "what they say, in a few",
    "Speaker.points": "the single things they say",
    "Speaker.coverage": "share of the speaker’s own words, by characters, that the points cite; null in reports of older versions",
    "Speaker.not_covered": "ids of the speaker’s own segments that no point cites",
    "Bilingual.en": "English",
    "Bilingual.zh": "Chinese",
    "Point.en": "English",
    "Point.zh": "Chinese",
    "Point.topic": "what it is about",
    "Point.evidence": "ids of the speaker's own segments that show it",
    "Statement.id": "`st1`",
    "Statement.speaker": "id of a speaker",
    "Statement.kind": "`nested` is one person quoting another",
    "Statement.segments": "ids, one after the other",
    "Statement.gist": "in a few words",
    "Statement.basis": "how it was read: label, speech verb, run-on, pronoun, model …",
    "Statement.quoted_by": "id of the speaker who quotes, where nested",
    "Statement.parts": "which parts of its segments, if not all of them",
    "Part.segment": "id",
    "Part.start": "first character of the segment's source",
    "Part.end": "the character behind the last",
    "Disagreement.about": "the topic",
    "Statement.also": "ids of the others who say it together with `speaker`, as in “both said”",
    "Overview.en": "English",
    "Overview.zh": "Chinese",
    "Overview.topics": "questions on which speakers take positions",
    "Overview.questions": "who asks and who answers, read by rule from the turns of a conversation with labels",
    "Overview.disagreements": "who contradicts whom",
    "Topic.name": "the question, or the subject that several speak about",
    "Topic.silent": "ids of the speakers who did not address it",
    "Question.speaker": "id of the speaker who asks",
    "Question.evidence": "ids of the segments that ask",
    "Question.answers": "who speaks next: after a moderator everybody up to the moderator’s next turn, else the next turn",
    "Reply.speaker": "id of a speaker",
    "Reply.evidence": "ids of the segments of that turn",
    "Disagreement.speaker": "id of the speaker who contradicts",
    "Disagreement.against": "id of the speaker who is contradicted",
    "Disagreement.evidence": "ids of segments in which the first does so",
    "Disagreement.opposed": "ids of the other’s segments",
    "Disagreement.basis": "`rule`: the text says so in words; `model`: the model reads it so",
    "Position.stance": "`mentions`: speaks about it, and no stance was read",
    "Topic.positions": "who stands where",
    "Position.speaker": "id of a speaker",
    "Position.evidence": "ids of that speaker's own segments",
    "Finding.segment": "id; null where it concerns the whole article",
    "Finding.kind": "what it is about; `auto-corrected` and `reviewed` say what a text was before, `edited` that a person wrote it",
    "Finding.severity": "`error` makes the exit code 3",
    "Finding.rule": "id of the rule that found it",
    "Finding.span": "start and end in the segment's English, in characters",
    "Finding.found": "what stands there",
    "Finding.expected": "what should stand there",
    "Finding.detail": "what is wrong, in a sentence",
    "Receipt.model": "name of the model",
    "Receipt.draft": "true if a small model made it: a draft, not for publication",
    "Receipt.review_model": "name of the model that read a second time; empty where none did, or the same",
    "Receipt.requests": "tries, each retry counted",
    "Receipt.cached_answers": "answers that were in the store and cost nothing",
    "Receipt.failed_requests": "tries without an answer",
    "Receipt.input_tokens": "as the server counts them",
    "Receipt.cached_input_tokens": "of these, read from the provider's prompt cache",
    "Receipt.output_tokens": "as the server counts them",
    "Receipt.cost_usd": "null where the price is not known",
    "Receipt.seconds": "wall time",
    "Receipt.prompts": "prompt file to the SHA-256 of its text",
}


def commands() -> str:
    """docs/commands.md: every command with its options, laid out here because typer's own layout changes with its versions."""
    root = typer.main.get_command(app)
    return "\n".join(
        [f"# Commands\n\n{MADE}\n", _section("summarize", root), EXIT_CODES, *_subcommands("summarize", root)]
    )


def _subcommands(path: str, command: Any) -> Iterator[str]:
    for name, sub in command.commands.items():
        yield _section(f"{path} {name}", sub)
        if hasattr(sub, "commands"):
            yield from _subcommands(f"{path} {name}", sub)


def _section(path: str, command: Any) -> str:
    paragraphs = [_paragraph(p) for p in cleandoc(command.help or "").split("\n\n")]
    options = [p for p in command.params if p.param_type_name == "option" and "completion" not in p.name]
    words = [_command_word(command), "[OPTIONS]" if options else ""]
    words += [p.metavar or p.name.upper() for p in command.params if p.param_type_name == "argument"]
    usage = " ".join([path, *filter(None, words)])
    table = ["", "| option | what it is for |", "| --- | --- |", *map(_option, options)] if options else []
    return "\n".join([f"## {path}\n", f"    {usage}\n", "\n\n".join(paragraphs), *table, ""])


def _command_word(command: Any) -> str:
    """In brackets where the command does something by itself too."""
    if not hasattr(command, "commands"):
        return ""
    return "[COMMAND]" if command.invoke_without_command and not command.no_args_is_help else "COMMAND"


def _paragraph(text: str) -> str:
    """As it stands where it is marked so for the terminal, else on one line."""
    if not text.startswith("\b"):
        return " ".join(text.split())
    first, *rest = text.removeprefix("\b\n").splitlines()
    return "\n".join([first, "", *(f"  {line}" for line in rest)])


def _option(option: Any) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    value = f" `{option.metavar.replace('|', ' or ')}`" if option.metavar else ""
    return f"| {names}{value} | {option.help} |"


def settings() -> str:
    """docs/settings.md: the table of everything that can be set."""
    rows = (_setting(name, field) for name, field in Settings.model_fields.items())
    return SETTINGS_HEAD.replace("# Settings\n", f"# Settings\n\n{MADE}\n", 1) + "\n".join(rows) + "\n"


def _setting(name: str, field: Any) -> str:
    value = ",".join(field.default) if isinstance(field.default, tuple) else str(field.default or "")
    default = f"`{value.lower() if isinstance(field.default, bool) else value}`" if value else ""
    flag = (
        f"`{FLAGS[name]}`"
        if name in FLAGS
        else f"`{OPENAI[name]}`"
        if name in SECRET & OPENAI.keys()
        else f"`{PREFIX}{name.upper()}`"
    )
    choices = ", ".join(f"`{c}`" for c in get_args(field.annotation) if isinstance(c, str))
    about = f"{field.description} One of {choices}." if choices else field.description
    mark = " †" if TABLE[name].harmless else ""
    return f"| `{name}`{mark} | {flag} | {default} | {about} |"


def report_page() -> str:
    """docs/report.md: the JSON contract, field by field. Raises KeyError for a field that has no meaning above."""
    sections = [REPORT_HEAD.replace("# The report\n", f"# The report\n\n{MADE}\n", 1)]
    for name in ORDER:
        model: type[BaseModel] = getattr(report, name, None) or getattr(records, name)
        rows = [_field(name, key, part) for key, part in _properties(name).items()]
        about = " ".join((model.__doc__ or "").split())
        sections.append(
            "\n".join(
                [
                    f"## {name}\n",
                    *([about, ""] if model.__doc__ else []),
                    "| field | type | meaning |",
                    "| --- | --- | --- |",
                    *rows,
                    "",
                ]
            )
        )
    return "\n".join(sections)


def _properties(name: str) -> Mapping[str, Any]:
    schema = Report.model_json_schema(mode="serialization")
    found = schema if name == "Report" else schema["$defs"][name]
    return dict(found["properties"])


def _field(model: str, name: str, schema: Mapping[str, Any]) -> str:
    key = f"{model}.{name}"
    optional = name == "kind" or "enum" in schema
    meaning = MEANING.get(key, "") if optional else MEANING[key]
    return f"| `{name}` | {_type(schema)} | {meaning} |"


def _type(schema: Mapping[str, Any]) -> str:
    """A JSON Schema type in words: `array of [Point](#point)`."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in ORDER:
            return _type(Report.model_json_schema(mode="serialization")["$defs"][name])
        return f"[{name}](#{name.lower()})"
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{one}`" for one in schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "prefixItems" in schema:
        return f"array of {len(schema['prefixItems'])} {_type(schema['prefixItems'][0])}s"
    if schema.get("type") == "array":
        return f"array of {_type(schema['items'])}"
    return str(schema.get("type", "object"))


CHECKS_HEAD = """# The checks

Every translation is checked by rules that need no model; `summarize check` runs them on somebody else's translation too. A rule's id stands in
the report (`rule`), with what was found in the English (`found`, `span`) and what the source asks for (`expected`).

Severities are set by hand with the precisions below in view. The aim is that an *error* (exit code 3) is right in more than 90 of 100 cases
and a *warning* in more than 60; what is right less often, or is a matter of taste, is a *remark* (`info`) and asks no repair. Where the table
says less than the aim, the rule stays because what it warns of is grave, or because its figure rests on one to three alarms (docs/quality.md).

## Rules

Precision is that of a text of which one sentence in ten has one fault, of all the kinds below equally often; – means that the rule found
nothing at all in that set. Alarms are findings about pairs as professionals wrote them, in 1,000 pairs.

    python -m benchmarks.checks --pairs development=FILE unseen=FILE --write

"""
CHECK_SETS = ("panels", "development", "unseen")


def checks_page() -> str:
    """Each rule with its example, and what was measured of it."""
    figures = _figures()
    sets = [name for name in CHECK_SETS if name in figures]
    columns = "".join(f" {name}: precision | alarms |" for name in sets)
    lines = [
        MADE,
        "",
        CHECKS_HEAD + f"| rule | severity | what it looks for |{columns}",
        "| --- | --- | --- |" + " ---: | ---: |" * len(sets),
    ]
    for rule in RULES:
        cells = "".join(_measured(figures[name][rule.id]) if rule.id in figures[name] else " – | – |" for name in sets)
        lines.append(f"| `{rule.id}` | {rule.severity} | {rule.looks_for} |{cells}")
    lines += [
        "",
        "## All together",
        "",
        "| pairs | how many | with an error or warning | with an error |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [_together(name, figures[name]["all"]) for name in sets]
    lines += [
        "",
        "## Faults put in on purpose",
        "",
        "`benchmarks/seeding.py` makes them without a look at the rules. Seen means an error or warning.",
        "",
    ]
    lines += [
        "| fault |" + "".join(f" {name}: made | seen |" for name in sets),
        "| --- |" + " ---: | ---: |" * len(sets),
    ]
    kinds = list(dict.fromkeys(kind for name in sets for kind in figures[name] if kind.startswith("fault ")))
    lines += [
        "| " + kind.removeprefix("fault ") + " |" + "".join(_seen(figures[name].get(kind)) for name in sets)
        for kind in kinds
    ]
    lines += ["", "## Examples", "", "Each passes the first English and marks the second.", ""]
    lines += [_example(rule) for rule in RULES]
    return "\n".join(lines) + "\n"


def _figures() -> dict[str, dict[str, list[str]]]:
    """By set of pairs and rule, what the benchmark kept."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in (DOCS.parent / "benchmarks" / "data" / "checks.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, rule, *rest = line.split("\t")
            found.setdefault(name, {})[f"fault {rest[0]}" if rule == "fault" else rule] = rest
    return found


def _measured(cells: list[str]) -> str:
    alarms, pairs, precision = cells
    return f" {f'{float(precision):.0%}' if precision else '–'} | {1000 * int(alarms) / int(pairs):.0f} |"


def _together(name: str, cells: list[str]) -> str:
    lines, errors, pairs = map(int, cells)
    return f"| {name} | {pairs} | {lines / pairs:.1%} | {errors / pairs:.1%} |"


def _seen(cells: list[str] | None) -> str:
    if cells is None:
        return " – | – |"
    _, made, told, _ = cells
    return f" {made} | {int(told) / int(made):.0%} |"


def _example(rule: Rule) -> str:
    said = [f"- `{rule.id}` {rule.passes.source}", f"  - {rule.passes.target}"]
    source = "" if rule.fails.source == rule.passes.source else f"{rule.fails.source} → "
    return "\n".join([*said, f"  - ✗ {source}{' '.join(rule.fails.target.split())}"])


def attribution_page() -> str:
    """The rules of attribution, each with the passage that is its test."""
    rows = [
        f"| `{rule.id}` | {rule.says} | {'<br>'.join(rule.example)} | {rule.speaker or 'nobody'} |"
        for rule in ATTRIBUTION_RULES
    ]
    return "\n".join([MADE, "", ATTRIBUTION_HEAD, *rows, ""])


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands,
    "settings.md": settings,
    "report.md": report_page,
    "checks.md": checks_page,
    "attribution.md": attribution_page,
}


def main() -> None:
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(), encoding="utf-8")
        sys.stderr.write(f"Wrote docs/{name}\n")


if __name__ == "__main__":
    main()
