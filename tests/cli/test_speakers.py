"""`summarize speakers`: who said what, by rule, at once; the model only on request, and only about what is open."""

import json
import time
from pathlib import Path

import pytest
from scripted_server import asked_schema, default_answer, scripted, status

from cli.running import ARTICLE, Run
from summarizer import UsageError, speakers
from summarizer.tasks.speakers import SpeakerReport, by_rule, who

ROOT = Path(__file__).parents[2]
SORA = ROOT / "examples" / "sora-panel.txt"
REPORT = ROOT / "examples" / "sora-panel.report.json"
OPEN = "城市的未来\n\n王小明表示，房价会稳定。\n\n“我们从来没有想过离开。”\n\n李四认为，还需要时间观察。\n"
"""The quotation between the two is anybody's."""


def test_the_table_says_who_they_are_and_how_much_is_theirs(run: Run) -> None:
    outcome = run("speakers", str(SORA))
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[0].split() == [
        "Name",
        "English",
        "name",
        "Role",
        "Affiliation",
        "Kind",
        "Statements",
        "Share",
        "Basis",
    ]
    [luo] = [line for line in lines if "罗江春" in line]
    for part in ("Luo Jiangchun (pinyin)", "开创人兼总裁", "一览科技", "person", "%", "speech verb"):
        assert part in luo
    assert "杨立昆\tYann LeCun\t" in outcome.out, "a name that was looked up carries no doubt"


def test_no_line_is_cut_where_nobody_looks_at_a_terminal(run: Run) -> None:
    assert "浙江大学计算机科学与技术学院" in run("speakers", str(SORA)).out
    assert "…" not in run("speakers", str(SORA)).out


def test_json_holds_every_sentence_that_is_somebodys(run: Run) -> None:
    found = SpeakerReport.model_validate_json(run("speakers", str(SORA), "--format", "json").out)
    assert len(found.speakers) == 8
    assert {who for w in found.words for who in w.speakers} == {s.id for s in found.speakers}
    text = "".join(SORA.read_text(encoding="utf-8").split())
    assert not [w.source for w in found.words if "".join(w.source.split()) not in text]
    assert sum(sum(s.basis.values()) for s in found.speakers) == sum(len(w.speakers) for w in found.words)


@pytest.mark.parametrize("name", ["罗江春", "Luo Jiangchun", "Jiangchun Luo", "luo-jiangchun", "luo", "罗总", "江春"])
def test_a_speaker_answers_to_any_form_of_the_name(run: Run, name: str) -> None:
    outcome = run("speakers", str(SORA), "--speaker", name)
    assert outcome.code == 0
    assert outcome.out.startswith("罗江春  Luo Jiangchun (pinyin)  一览科技 开创人兼总裁\n")
    assert "许多镜头、转场的技巧,基本的审美" in outcome.out
    assert "p17.s1  reported, speech verb" in outcome.out
    assert "奋起直追的目标" not in outcome.out, "words of another"


def test_one_speakers_words_as_json_are_theirs_alone(run: Run) -> None:
    found = SpeakerReport.model_validate_json(run("speakers", str(SORA), "-s", "周鸿祎", "-f", "json").out)
    assert [s.id for s in found.speakers] == ["zhou-hongyi"]
    assert {w.speaker for w in found.words} == {"zhou-hongyi"}


def test_what_two_say_together_is_among_the_words_of_both(run: Run) -> None:
    for name in ("金小刚", "彭煦潭"):
        said = run("speakers", str(SORA), "--speaker", name).out
        assert "joint, together: jin-xiaogang, peng-xutan" in said


def test_an_unknown_speaker_is_told_who_there_is(run: Run) -> None:
    outcome = run("speakers", str(SORA), "--speaker", "马斯克")
    assert outcome.code == 2
    assert outcome.out == ""
    assert "Nobody called '马斯克' speaks in sora-panel.txt" in outcome.err
    assert "周鸿祎 (Zhou Hongyi)" in outcome.err


def test_a_name_that_two_share_is_not_guessed(run: Run) -> None:
    Path("two.txt").write_text("两位王先生\n\n王小明表示，要快。\n\n王大力认为，要慢。\n", encoding="utf-8")
    outcome = run("speakers", "two.txt", "--speaker", "Wang")
    assert outcome.code == 2
    assert "'Wang' may be several speakers" in outcome.err
    assert "王小明 (Wang Xiaoming); 王大力 (Wang Dali)" in outcome.err


def test_a_report_shows_what_its_run_settled_with_the_english(run: Run) -> None:
    found = json.loads(run("speakers", str(REPORT), "--format", "json").out)
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    assert [s["id"] for s in found["speakers"]] == [s["id"] for s in report["speakers"]]
    assert len(found["words"]) == sum(len(st["segments"]) for st in report["statements"])
    said = run("speakers", str(REPORT), "--speaker", "Sima").out
    assert all(s["target"] in said for s in report["segments"] if s["speaker"] == "sima-huapeng")


def test_standard_input_may_be_either(run: Run) -> None:
    assert "王小明" in run("speakers", "-", stdin=ARTICLE.encode("gb18030")).out
    assert "司马华鹏" in run("speakers", "-", stdin=REPORT.read_bytes()).out


def test_a_report_that_is_none_is_refused(run: Run) -> None:
    Path("bad.report.json").write_text('{"schema_version": "1"}', encoding="utf-8")
    outcome = run("speakers", "bad.report.json")
    assert outcome.code == 1
    assert "bad.report.json is not a report" in outcome.err


def test_an_article_in_which_nobody_speaks_is_no_mistake(run: Run) -> None:
    Path("quiet.txt").write_text("天气\n\n今天下雨，气温十度，路面湿滑。\n", encoding="utf-8")
    outcome = run("speakers", "quiet.txt")
    assert (outcome.code, outcome.out) == (0, "")
    assert "No speakers found in quiet.txt" in outcome.err
    assert json.loads(run("speakers", "quiet.txt", "--format", "json").out)["speakers"] == []


def test_a_glossary_names_the_speakers(run: Run, article: Path) -> None:
    Path("names.csv").write_text("王小明,Ming Wang\n", encoding="utf-8")
    assert "王小明\tMing Wang\t" in run("speakers", "article.txt", "--glossary", "names.csv").out


def test_what_would_steer_a_terminal_is_not_printed(run: Run) -> None:
    Path("bad.txt").write_text("标题\n\n王小明表示：“\x1b[31m[bold]要快[/bold]。”\n", encoding="utf-8")
    said = run("speakers", "bad.txt", "--speaker", "王小明").out
    assert "\x1b" not in said
    assert "[bold]要快[/bold]" in said


@pytest.mark.parametrize("flag", [["--model", "x"], ["--base-url", "http://127.0.0.1:9/v1"], ["--max-cost", "1"]])
def test_a_model_is_asked_on_request_alone(run: Run, article: Path, flag: list[str]) -> None:
    outcome = run("speakers", "article.txt", *flag)
    assert outcome.code == 2
    assert "requires --ask" in outcome.err


def test_a_report_is_not_asked_about_again(run: Run) -> None:
    assert run("speakers", str(REPORT), "--ask").code == 2


class TestAsking:
    """With a scripted server: what is asked, and what becomes of answers and of their absence. No model is behind it."""

    def test_a_strong_model_is_asked_once_and_settles_what_the_rules_leave_open(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("open.txt").write_text(OPEN, encoding="utf-8")
        by_rules = SpeakerReport.model_validate_json(run("speakers", "open.txt", "-f", "json").out)
        unsure = {*by_rules.open, *(w.segment for w in by_rules.words if not w.sure)}
        assert unsure == {"p3.s1"}

        said = [
            {"first": i, "last": i, "speaker": speaker, "kind": "direct", "quoted_by": ""}
            for i, speaker in (("p2.s1", "wang-xiaoming"), ("p3.s1", "wang-xiaoming"), ("p4.s1", "li-si"))
        ]

        def answer(body: dict[str, object]) -> str:
            _, schema = asked_schema(body)
            return json.dumps({"statements": said, "names": []}) if schema else default_answer(body)

        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        with scripted(answer=answer) as server:
            outcome = run("speakers", "open.txt", "--ask", "--base-url", server.base_url, "-f", "json")
            assert server.count() == server.count("attribute_article") == 1
        assert outcome.code == 0
        [asked] = [w for w in json.loads(outcome.out)["words"] if w["segment"] == "p3.s1"]
        assert asked["speaker"] == "wang-xiaoming"
        assert asked["sure"]

    def test_where_the_model_fails_the_rules_stand_and_the_exit_code_says_so(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("open.txt").write_text(OPEN, encoding="utf-8")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        with scripted(always=[status(400, "no")]) as server:
            outcome = run("speakers", "open.txt", "--ask", "--base-url", server.base_url)
        assert outcome.code == 3
        assert "王小明" in outcome.out
        assert "did not answer all questions" in outcome.err


def test_from_python_it_is_one_call() -> None:
    found = speakers(SORA)
    assert who(found, "Altman").name.source == "山姆·奥特曼"
    assert found == by_rule(SORA.read_bytes(), SORA.name)
    assert {s.id for s in speakers(REPORT).speakers} == {s.id for s in found.speakers}
    with pytest.raises(UsageError, match="Nobody called"):
        who(found, "")


@pytest.mark.timing
def test_a_consultation_of_21000_characters_takes_under_a_second_of_our_own() -> None:
    """The transcript in tests/text/panel, over and over up to that length; processor time, tables loaded before."""
    turns = (ROOT / "tests" / "text" / "panel" / "zh.txt").read_text(encoding="utf-8")
    data = (turns * (21_000 // len(turns) + 1)).encode()
    by_rule(ARTICLE.encode(), "warm")
    started = time.process_time()
    found = by_rule(data, "long")
    assert time.process_time() - started < 1
    assert len(data.decode()) >= 21_000
    assert found.speakers
