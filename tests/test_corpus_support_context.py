"""What a sentence leaves to its context: headings, openings, benefits that are only widened, rights that everybody has."""

from __future__ import annotations

import pytest

from corpus.measures import split_measures
from corpus.policy import Clause, PartKind, Span, SupportItem
from corpus.support import read_support
from corpus.support.areas import Area, area_in, seat_in
from corpus.support.context import narrowed_by


def items_below(heading: str, text: str, title: str = "关于支持企业发展的若干措施") -> tuple[SupportItem, ...]:
    """The items of one clause that stands under ``heading``."""
    whole = f"一、{heading}\n{text}"
    span = Span(0, len(whole))
    measures = split_measures(whole, Span(len(heading) + 3, len(whole)), "p#一")
    return read_support(title, whole, (Clause("p#一", PartKind.CLAUSE, ("一",), heading, whole, span, measures),))


def inherited(items: tuple[SupportItem, ...]) -> list[str]:
    """What the one item asks besides its own sentence's conditions."""
    (item,) = items
    return ["|".join(option.text for option in group.options) for group in item.inherited]


@pytest.mark.parametrize(
    ("heading", "text", "asked"),
    [
        ("支持生物医药产业", "对规模以上企业，给予10万元奖励。", ["生物医药产业"]),
        ("促进餐饮、旅游业恢复发展", "对小微企业，给予每年5000元补贴。", ["餐饮|旅游业"]),
        ("强化金融支持", "对小微企业，给予每年5000元补贴。", []),
        ("支持生物医药产业", "对家政企业，给予10万元奖励。", []),
        ("培育优质企业", "加快推动氢能领域优质企业成长，对获评专精特新的企业给予50万元奖励。", ["氢能领域"]),
        ("培育优质企业", "围绕重点产业强链补链，对规模以上企业给予50万元奖励。", []),
        ("稳定就业", "将岗位技能补贴申领条件由企业在职职工参保3年以上放宽至参保1年以上。", ["岗位技能补贴申领条件", "企业在职职工"]),
        ("稳定就业", "将小微企业社会保险补贴对象扩大至毕业2年内高校毕业生。", ["小微企业社会保险补贴对象"]),
    ],
)
def test_headings_openings_and_widened_benefits_narrow_an_offer(heading: str, text: str, asked: list[str]) -> None:
    """A line of business or a benefit that the context names is asked for; a general one, or means, is not."""
    assert inherited(items_below(heading, text)) == asked


@pytest.mark.parametrize("text", ["企业可拨打12345咨询。", "市场主体可以通过热线、部门电话反映营商环境问题。", "企业可以通过网站查询办理进度。"])
def test_a_right_that_everybody_has_is_no_support(text: str) -> None:
    """To call, to ask and to complain is given to nobody in particular."""
    assert items_below("优化服务", text) == ()


def test_what_is_only_permitted_asks_for_the_act() -> None:
    """市场主体可以利用…建设孵化器 concerns who does it; 可延期缴纳 is the gift itself."""
    assert "利用现有资源，建设科技企业孵化器" in inherited(items_below("鼓励创业", "市场主体可以利用现有资源，建设科技企业孵化器。"))
    assert inherited(items_below("减轻负担", "中小企业可延期缴纳社会保险费。")) == []


def test_two_fields_in_one_line_of_a_card_are_both_read() -> None:
    """工具分类 资金支持 服务对象 氢能领域重点企业: the second label on a line counts too."""
    text = "政策名称 氢能\n工具分类 资金支持 服务对象 氢能领域重点企业\n服务内容\n对获评专精特新的企业给予20万元奖励。\n联系方式 经信局"
    span = Span(0, len(text))
    (item,) = read_support("政策导引", text, (Clause("p#一", PartKind.CLAUSE, ("一",), "", text, span, split_measures(text, span, "p#一")),))
    assert "氢能领域重点企业" in [group.options[0].text for group in item.inherited]


def test_a_heading_of_several_topics_narrows_nothing() -> None:
    """促进工业和人才发展 is not about industry alone."""
    assert narrowed_by("促进工业和人才发展", 0) == ()


def test_new_areas_and_bare_counties_belong_to_their_city() -> None:
    """天府新区 lies in Chengdu as 大邑 does; whoever is in a district of that city may be in the new area."""
    assert area_in("公司在天府新区").lies_in(area_in("成都市")) is True
    assert seat_in("我们在大邑办民宿") == Area("四川", "成都", "大邑")
    assert seat_in("我们在和平办店") == Area()
    assert area_in("成都市双流区").lies_in(area_in("天府新区")) is None
