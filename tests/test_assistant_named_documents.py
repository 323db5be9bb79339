"""Documents named without 《》, of another place or edition: what is not held is told from what a shortened name means."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from test_assistant_which_policy import LIBRARY, make_policy

from assistant.which_policy.directory import place_conflict
from assistant.which_policy.named_documents import unheld
from assistant.which_policy.places import holds, most_spoken_of, places_in
from corpus import Policy
from index.tokens import fold

_HELD = (
    *LIBRARY, make_policy("北京市优化营商环境条例", issuer="北京市人民代表大会"), make_policy("重庆市农村水利发展规划", issuer="重庆市水利局"),
    make_policy("防汛抗旱工作规则", issuer="水利部", year=2004),
)


def places_of(policy: Policy) -> Sequence[str]:
    """The places in a policy's title."""
    return places_in(policy.title)


def missing(question: str) -> str:
    """The name of the document that a question asks of and the library lacks, "" if none."""
    found = unheld(fold(question), _HELD, places_of)
    return found.name if found is not None else ""


@pytest.mark.parametrize(("question", "name"), [
    ("渔业捕捞条例第十条规定的罚款是多少？", "渔业捕捞条例"),
    ("国家地震救援应急预案启动二级响应的条件是什么？", "地震救援应急预案"),
    ("国务院《优化营商环境条例》第二十条怎么写的？", "优化营商环境条例"),
    ("成都市农村水利发展规划里，2025年的目标是多少？", "农村水利发展规划"),
    ("2023年修订后的防汛抗旱工作规则规定会议由谁召集？", "防汛抗旱工作规则"),
    ("儿童福利机构管理办法（民政部令第63号）第二十条的内容是什么？", "儿童福利机构管理办法"),
])  # fmt: skip
def test_a_document_that_is_not_held_is_told_by_its_name(question: str, name: str) -> None:
    assert missing(question) == name


def test_a_person_is_told_the_edition_that_is_not_held() -> None:
    found = unheld(fold("儿童福利机构管理办法（民政部令第63号）第二十条写什么？"), _HELD, places_of)
    assert found is not None and found.shown == "儿童福利机构管理办法（第63号令）" and found.alike


@pytest.mark.parametrize("question", [
    "北京营商条例里，投诉几天答复？", "优化营商环境条例第二十条怎么写的？", "新版儿童福利机构管理办法里，护理员怎么配？", "青岛积分入户管理办法规定要几分？",
    "临时救助管理办法里最多给多少？", "用那种省事的计税办法，要什么条件？", "专项资金管理办法由谁牵头制定？", "各自的工作规则规定多久开一次会？",
])  # fmt: skip
def test_a_shortened_name_and_a_manner_of_doing_are_no_missing_document(question: str) -> None:
    assert missing(question) == ""


def test_districts_are_places_with_their_rank_and_everyday_words_are_none() -> None:
    assert places_in("南沙区的公寓") == ("南沙",)
    assert places_in("老城区改造和合作市场") == ()
    assert places_in("户口在湖南,想在广州申请") == ("广州",)
    assert "江苏" in places_in("the subsidy in jiangsu")


def test_a_city_speaks_for_its_districts_and_not_one_district_for_another() -> None:
    assert holds("广州", "南沙")
    assert not place_conflict(["南沙"], ["广州"])
    assert place_conflict(["广州", "南沙"], ["广州", "天河"])


def test_a_text_that_often_names_one_county_is_of_that_county() -> None:
    assert most_spoken_of("鹿城区企业。" * 5 + "浙江省") == ("温州", "鹿城")
