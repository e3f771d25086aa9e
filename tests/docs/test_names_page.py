"""docs/names.md lists the rules of the name finder as they are."""

from pathlib import Path

from summarizer.text.names.rules import rules

PAGE = Path(__file__).parents[2] / "docs/names.md"


def table() -> str:
    """The rules as a Markdown table."""
    head = "| rule | weight | says | for example |\n| --- | --- | --- | --- |\n"
    lines = (
        f"| {r.id} | {r.weight:g}{' *' if r.by_hand else ''} | {r.sentence} | {r.example.replace('|', ': ')} |"
        for r in rules().values()
    )
    return head + "\n".join(lines)


def test_the_page_lists_the_rules_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    listed = page.split("<!-- rules -->\n")[1].split("\n<!-- /rules -->")[0]
    assert listed == table()
