"""Which policy a question means: titles in any shortening, numbers, places; look-alikes stay apart."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.which_policy.directory import PolicyDirectory, place_conflict
from assistant.which_policy.places import counties_in, holds, places_in
from assistant.which_policy.places_held import PlacesHeld
from assistant.which_policy.titles import core_title, same_policy
from corpus import Policy, Validity
from index.tokens import fold


def make_policy(title: str, number: str = "", issuer: str = "", year: int = 2023, source: str = "", **changes: object) -> Policy:
    """A policy of a title and a line of text."""
    text = f"{title}\n为做好有关工作，制定本办法。"
    places = tuple(range(len(text)))
    return Policy(
        id=source or f"file-{title}", source=source or f"file-{title}.txt", title=title, doc_number=number,
        issuers=(issuer,) if issuer else (), written=date(year, 3, 1), issued=None, level="", text=text,
        raw_starts=places, raw_ends=tuple(i + 1 for i in places), parts=(), validity=Validity(), **changes,  # type: ignore[arg-type]
    )


LIBRARY = (
    make_policy("青岛市人民政府办公厅关于印发青岛市临时救助实施细则的通知", "青政办发〔2021〕12号", "青岛市人民政府办公厅"),
    make_policy("苏州市人民政府办公室关于印发苏州市临时救助实施细则的通知", "苏府办〔2021〕12号", "苏州市人民政府办公室"),
    make_policy("国务院关于做好当前促进就业工作的若干意见", "国发〔2018〕39号", "国务院"),
    make_policy("青岛市积分制入户管理办法", "", "青岛市人民政府"),
    make_policy("儿童福利机构管理办法", "民政部令第83号", "民政部"),
)
DIRECTORY = PolicyDirectory(LIBRARY)


def meant(question: str, titles: tuple[str, ...] = ()) -> list[str]:
    """The titles a question clearly means."""
    return [policy.title for policy in DIRECTORY.clearly_meant(DIRECTORY.read(fold(question), titles))]


@pytest.mark.parametrize(
    ("question", "which"),
    [
        ("青岛临时救助的对象有哪些", 0), ("苏州那个临时救助细则怎么申请", 1), ("国务院促进就业的意见讲了啥", 2),
        ("国发〔2018〕39号第三条", 2), ("国发[2018]39号由谁牵头", 2), ("国发2018年39号还有效吗", 2), ("苏府办（2021）12号", 1),
        ("青岛积分入户要什么条件", 3), ("民政部令第83号什么时候施行", 4), ("福利机构值班有什么要求", 4),
    ],
)  # fmt: skip
def test_a_policy_is_known_by_what_people_call_it(question: str, which: int) -> None:
    """A shortened title, a place with a topic, a number in any brackets."""
    assert meant(question) == [LIBRARY[which].title]


def test_a_question_that_fits_two_policies_alike_means_neither() -> None:
    """临时救助 alone stands in two titles; nothing is picked."""
    assert meant("临时救助怎么申请") == []


def test_a_title_in_brackets_names_its_policy_alone() -> None:
    """The look-alike of another city is not named with it."""
    read = DIRECTORY.read(fold("《苏州市临时救助实施细则》第三条"), ("苏州市临时救助实施细则",))
    assert [policy.title for policy in read.named] == [LIBRARY[1].title]


def test_a_number_that_no_policy_carries_is_reported() -> None:
    """国发〔2019〕28号 is not in this library; one that is there is not reported."""
    assert DIRECTORY.read(fold("国发〔2019〕28号怎么规定")).unknown_number == "国发〔2019〕28号"
    assert DIRECTORY.read(fold("国发〔2018〕39号怎么规定")).unknown_number == ""


def test_a_policy_of_another_place_fits_less_than_one_of_the_whole_country() -> None:
    """About 德阳 neither city's policy fits; the national one is left as it is."""
    read = DIRECTORY.read(fold("德阳的临时救助标准"))
    assert DIRECTORY.clearly_meant(read) == []
    assert place_conflict(read.places, DIRECTORY.places_of(LIBRARY[0]))
    assert not place_conflict(read.places, DIRECTORY.places_of(LIBRARY[2]))


def test_copies_of_one_document_count_as_one() -> None:
    """A PDF and its text do not make a question ambiguous."""
    copy = make_policy("儿童福利机构管理办法", "民政部令第83号", "民政部", source="copy.pdf")
    directory = PolicyDirectory((*LIBRARY, copy))
    read = directory.read(fold("儿童福利机构管理办法第三条"))
    assert len(read.named) == 2 and len(directory.clearly_meant(read)) == 1


def test_the_frame_of_a_notice_is_not_the_title() -> None:
    """关于印发 … 的通知 stands round many titles."""
    assert core_title(LIBRARY[0].title) == "青岛市临时救助实施细则"
    assert same_policy("青岛市临时救助实施细则", LIBRARY[0].title)
    assert not same_policy("青岛市医疗救助办法", LIBRARY[0].title)


def test_places_within_longer_names_are_not_places() -> None:
    """上海路 is a street, 浦东 not in the list of cities, a county is read from its issuer."""
    assert places_in("成都和上海路的德阳高速") == ("成都",)
    assert counties_in("北京市海淀区人民政府") == ("海淀",) and counties_in("各区县") == ()
    assert holds("四川", "成都") and not holds("成都", "四川")


def test_the_narrowest_place_of_a_policy_comes_last_wherever_it_is_named() -> None:
    policy = make_policy("关于受理天河区人才公寓申请的公告", issuer="广州市天河区住房建设和园林局")
    assert PolicyDirectory((policy,)).places_of(policy) == ("广州", "天河")


def test_a_place_is_foreign_that_no_text_holds_and_no_policy_is_of() -> None:
    """德阳 is foreign to policies of 青岛, 苏州 and the state; beside a place they hold it is not, nor is a district of one."""
    places = PlacesHeld({p.id: p for p in LIBRARY}, DIRECTORY, lambda word: [p for p in LIBRARY if word in p.text])
    foreign = [places.foreign(DIRECTORY.read(fold(question))) for question in ("德阳的企业能申请吗", "苏州和德阳", "青岛市崂山区", "本市企业")]
    assert foreign == ["德阳", "", "", ""]
    assert places.of_another(DIRECTORY.read("苏州怎么申请"), LIBRARY[0]) and not places.of_another(DIRECTORY.read("苏州怎么申请"), LIBRARY[2])
