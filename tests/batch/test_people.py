"""One speaker over many articles is one entry, and two people are never silently one."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from summarizer.batch.people import Appearance, Person, Seen, people
from summarizer.records import Name, Profile, SpeakerKind


def seen(
    article: str,
    name: str,
    english: str = "",
    affiliation: str = "",
    *,
    kind: SpeakerKind = "person",
    role: str = "",
    known: bool = False,
    aliases: Sequence[str] = (),
    affiliation_english: str = "",
) -> Appearance:
    own = (english or name).lower().replace(" ", "-")
    profile = Profile(
        id=own,
        kind=kind,
        name=Name(source=name, target=english),
        aliases=tuple(aliases),
        role=Name(source=role),
        affiliation=Name(source=affiliation, target=affiliation_english),
    )
    return Appearance(seen=Seen(article=article, speaker=own, statements=2), profile=profile, known=known)


def articles(person: Person) -> list[str]:
    return [one.article for one in person.seen]


def test_the_same_name_with_the_same_affiliation_is_one() -> None:
    [one] = people(
        [
            seen("a", "罗江春", "Luo Jiangchun", "一览科技", role="创始人", aliases=["罗总"]),
            seen("b", "羅江春", "Luo Jiangchun", "一覽科技", role="总裁"),
        ]
    )
    assert articles(one) == ["a", "b"]
    assert one.by == "name and affiliation"
    assert set(one.aliases) == {"罗总", "羅江春"}
    assert [role.source for role in one.roles] == ["创始人", "总裁"]
    assert one.statements == 4
    assert one.perhaps == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("硅基智能", "南京硅基智能科技有限公司"), ("北京大学", "北京大学光华管理学院"), ("OpenAI", "openai")],
)
def test_an_affiliation_may_be_longer_in_another_article(one: str, other: str) -> None:
    assert len(people([seen("a", "李四", affiliation=one), seen("b", "李四", affiliation=other)])) == 1


def test_affiliations_with_the_same_english_are_the_same() -> None:
    first = seen("a", "李四", affiliation="谷歌", affiliation_english="Google")
    assert len(people([first, seen("b", "李四", affiliation="Google", affiliation_english="Google")])) == 1


def test_the_same_name_with_another_affiliation_stays_apart_and_each_points_at_the_other() -> None:
    two = people([seen("a", "王伟", "Wang Wei", "清华大学"), seen("b", "王伟", "Wang Wei", "腾讯")])
    assert len(two) == 2
    assert {p.id for p in two} == {"wang-wei", "wang-wei-2"}
    assert [p.perhaps for p in two] == [(two[1].id,), (two[0].id,)]
    assert [articles(p) for p in two] == [["a"], ["b"]]


def test_a_missing_affiliation_fits_but_that_is_said() -> None:
    [one] = people([seen("a", "罗江春", affiliation="一览科技"), seen("b", "罗江春")])
    assert one.by == "name alone"


def test_a_missing_or_vague_affiliation_decides_nothing_between_two_that_differ() -> None:
    for vague in ("", "大学"):
        found = people(
            [
                seen("a", "王伟", "Wang Wei", "清华大学"),
                seen("b", "王伟", "Wang Wei", "北京大学"),
                seen("c", "王伟", "Wang Wei", vague),
            ]
        )
        assert sorted(map(articles, found)) == [["a"], ["b"], ["c"]]
        assert all(len(p.perhaps) == 2 for p in found)


def test_a_known_name_is_one_person_wherever_they_are_and_however_the_chinese_writes_them() -> None:
    [one] = people(
        [
            seen("a", "奥特曼", "Sam Altman", "OpenAI", known=True),
            seen("b", "阿尔特曼", "Sam Altman", "微软", known=True),
            seen("c", "Sam Altman", "Sam Altman"),
        ]
    )
    assert one.by == "known name"
    assert articles(one) == ["a", "b", "c"]
    assert one.affiliation.source in ("OpenAI", "微软")


def test_organisations_go_by_their_name() -> None:
    [one] = people([seen("a", "新华社", kind="organisation"), seen("b", "新華社", kind="organisation")])
    assert articles(one) == ["a", "b"]


@pytest.mark.parametrize("kind", ["moderator", "anonymous"])
def test_moderators_and_unnamed_sources_are_another_in_every_article(kind: SpeakerKind) -> None:
    two = people([seen("a", "主持人", kind=kind), seen("b", "主持人", kind=kind)])
    assert len(two) == 2
    assert all(p.perhaps == () for p in two)


def test_a_person_and_an_organisation_of_one_name_are_two() -> None:
    assert len(people([seen("a", "华为"), seen("b", "华为", kind="organisation")])) == 2


def test_the_english_form_is_the_looked_up_one_then_the_commonest_and_the_others_are_shown() -> None:
    [one] = people([seen("a", "李四", "Lee Si"), seen("b", "李四", "Li Si"), seen("c", "李四", "Li Si")])
    assert one.name.target == "Li Si"
    assert one.others == ("Lee Si",)


def test_the_order_of_the_articles_decides_nothing() -> None:
    all_of_them = [
        seen("a", "王伟", "Wang Wei", "清华大学"),
        seen("b", "王伟", "Wang Wei", "清华大学经济学院"),
        seen("c", "王伟", "Wang Wei", "腾讯"),
        seen("d", "王伟", "Wang Wai"),
        seen("e", "新华社", "Xinhua", kind="organisation", known=True),
    ]
    expected = people(all_of_them)
    assert len(expected) == 4
    assert all(people(order) == expected for order in permutations(all_of_them))


def test_those_of_most_articles_come_first_and_the_unnamed_last() -> None:
    found = people(
        [
            seen("a", "主持人", kind="moderator"),
            seen("a", "李四", "Li Si", "甲公司"),
            seen("a", "张三", "Zhang San", "乙公司"),
            seen("b", "张三", "Zhang San", "乙公司"),
        ]
    )
    assert [p.name.source for p in found] == ["张三", "李四", "主持人"]
