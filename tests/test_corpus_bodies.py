"""corpus.bodies: the short names people use and the full ones documents print are one body."""

from __future__ import annotations

import doctest

import pytest
from corpus_cases import chengdu
from hypothesis import given
from hypothesis import strategies as st

from corpus import bodies as bodies_module
from corpus.bodies import core_name, looks_like_body, names_within, short_forms

SAME = [
    ("发改委", "市发改委", "成都市发展和改革委员会", "市发展改革委", "省发展改革委"),
    ("财政局", "市财政局", "成都市财政局", "成都市锦江区财政局", "区财政局"),
    ("住建局", "市住建局", "成都市住房和城乡建设局", "住房城乡建设局"),
    ("人社局", "市人社局", "市人力资源和社会保障局", "市人力资源社会保障局"),
    ("卫健委", "市卫健委", "成都市卫生健康委员会", "市卫生健康委"),
    ("规自局", "市规划和自然资源局", "市自然资源和规划局"),
    ("经信局", "市经信局", "市经信委"),
    ("市场监管局", "市市场监管局", "成都市市场监督管理局", "市监局"),
    ("科技局", "市科技局", "市科学技术局"),
    ("交通局", "市交通运输局", "成都市交通运输局"),
    ("文广旅局", "市文广旅局", "市文化广电旅游局"),
    ("金融监管局", "市金融监管局", "市地方金融监督管理局"),
    ("国资委", "市国资委", "成都市国有资产监督管理委员会"),
    ("投促局", "市投促局", "市投资促进局"),
    ("编办", "市委编办"),
    ("网络理政办", "市网络理政办"),
    ("农业农村局", "市农业农村局", "市农业局"),
    ("生态环境局", "市生态环境局", "市环保局"),
    ("人才办", "市委人才办"),
]
SHORT = [name for names in SAME for name in names]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_short_and_full_names_of_a_body_are_one(names: tuple[str, ...]) -> None:
    """Short form, full form, with and without place and rank, have one core."""
    assert len({core_name(name) for name in names}) == 1


def test_different_bodies_stay_different() -> None:
    """No two of the bodies above share a core; nothing is guessed from meaning."""
    cores = [core_name(names[0]) for names in SAME]
    assert len(set(cores)) == len(cores)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("财政局", "财政部"), ("财政局", "财政厅"), ("市科技局", "科技部"), ("市委组织部", "市委宣传部"), ("市委督查室", "市政府督查室"),
        ("市商务局", "商务部"), ("市教育局", "市体育局"), ("市税务局", "市财政局"), ("市司法局", "司法部"), ("市经信局", "市新经济委"),
        ("人行成都分行营管部", "市金融监管局"), ("市规划和自然资源局", "市生态环境局"),
    ],
)  # fmt: skip
def test_ranks_and_neighbours_are_not_mixed_up(one: str, other: str) -> None:
    """A bureau is not its ministry, and bodies with like names are two."""
    assert core_name(one) != core_name(other)


def test_chengdu_units_keep_their_own_cores() -> None:
    """Every unit the Chengdu policy names has a core of its own, the joined pair and its parts apart."""
    names = {unit for clause in chengdu()[1].clauses for unit in clause.units.listed} - {"市经信局市新经济委"}
    assert len(names) > 25
    cores = {name: core_name(name) for name in names}
    assert len(set(cores.values())) == len(names), sorted(cores.items(), key=lambda pair: pair[1])
    assert all(len(core) >= 2 for core in cores.values())


@pytest.mark.parametrize("name", SHORT)
def test_a_core_is_its_own_core(name: str) -> None:
    """Taking the core twice changes nothing, so cores can be stored and compared."""
    assert core_name(core_name(name)) == core_name(name)


@pytest.mark.parametrize("full", ["发展和改革委员会", "住房和城乡建设局", "卫生健康委员会", "中国人民银行"])
def test_the_short_forms_of_a_body_lead_back_to_it(full: str) -> None:
    """Every short form listed for a full name has that name as its core."""
    forms = short_forms(full)
    assert forms
    assert {core_name(form) for form in forms} == {full}


def test_a_name_without_short_forms_has_none() -> None:
    """A body the table does not know has no short form."""
    assert short_forms("某某局") == ()


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("市财政局", ("市财政局",)),
        ("市经信局市新经济委", ("市经信局市新经济委", "市经信局", "市新经济委")),
        ("市委组织部（市委人才办）", ("市委组织部（市委人才办）", "市委组织部", "市委人才办")),
        ("市委组织部(市委人才办)", ("市委组织部(市委人才办)", "市委组织部", "市委人才办")),
        ("国家税务总局成都市税务局", ("国家税务总局成都市税务局",)),
        ("各区（市）县", ("各区（市）县",)),
        ("市规划和自然资源局", ("市规划和自然资源局",)),
    ],
)
def test_the_names_within_a_unit(unit: str, names: tuple[str, ...]) -> None:
    """A unit goes by its whole name, and each body joined in it by its own."""
    assert names_within(unit) == names


@given(st.text(st.sampled_from("市省区县州委局部厅办财政发改规划成都国家（）() "), max_size=14))
def test_any_name_has_a_core_and_names(name: str) -> None:
    """Whatever the name, the core is found without an error, and a unit always goes by its whole name."""
    assert len(core_name(name)) <= 2 * len(name) + 8
    assert names_within(name)[0] == name


def test_the_national_body_goes_by_its_short_name() -> None:
    """国家发展改革委 is 发展改革委, as a person would ask for it."""
    assert core_name("国家发展改革委") == core_name("发展改革委")
    assert core_name("国家卫生健康委") == core_name("卫健委")


def test_words_that_hold_a_rank_are_not_cut() -> None:
    """城市管理局 is no 管理局, 区域协调发展局 no 域协调发展局, and two 管委会 are two."""
    assert core_name("城市管理局") == "城市管理局"
    assert core_name("区域协调发展局") == "区域协调发展局"
    assert core_name("高新区管委会") != core_name("天府新区管委会")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("市人大", True), ("团市委", True), ("国网铁岭供电公司", True), ("各高等院校", True), ("人行重庆营管部", True), ("市水务集团", True),
     ("申报企业", False), ("用人单位", False), ("企业", False), ("软件", False), ("给予奖励的部门", False), ("", False)],
)  # fmt: skip
def test_what_looks_like_a_body(name: str, expected: bool) -> None:
    """Public bodies do; applicants, employers and loose talk do not."""
    assert looks_like_body(name) is expected


def test_zones_towns_and_words_keep_apart() -> None:
    """Cutting place and rank off never cuts a word."""
    assert core_name("成都市城市管理局") == "城市管理局"
    assert core_name("市民政局") == core_name("民政局")
    assert core_name("锦江区政府") != core_name("青羊区政府")
    assert core_name("县域经济办公室") == "县域经济办公室"


def test_the_examples_in_the_docstrings_hold() -> None:
    """Every example in a docstring of corpus.bodies is true."""
    result = doctest.testmod(bodies_module)
    assert result.attempted > 0
    assert result.failed == 0
