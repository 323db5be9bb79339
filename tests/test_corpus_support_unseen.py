"""Support items of documents nobody has opened: one cause of misreading a test, two made-up sentences of other fields each."""

from __future__ import annotations

import pytest

from corpus.policy import Addressee, Audience, Benefit, Commitment
from corpus.support.actors import actor_in
from tests.test_corpus_support import asked, item_of, items_of
from tests.test_corpus_support_forms import claimed


@pytest.mark.parametrize(
    ("text", "conditions", "audience"),
    [
        ("国家鼓励高等院校、科研机构、企业和其他组织开展海洋碳汇研究。", ["开展海洋碳汇研究"], {Audience.RESEARCH, Audience.ENTERPRISE}),
        ("支持农民专业合作社、家庭农场和供销合作社建设产地冷库。", ["农民专业合作社|家庭农场|供销合作社", "建设产地冷库"], {Audience.FARM}),
        ("支持高校毕业生、退役军人到乡村创办民宿。", ["高校毕业生|退役军人", "到乡村创办民宿"], {Audience.PERSON}),
    ],
)
def test_a_list_of_actors_is_read_whole(text: str, conditions: list[str], audience: set[Audience]) -> None:
    """Who is backed may be a list of nouns, long ones too, and what they are to do is asked of them."""
    item = item_of(text)
    assert (asked(item), set(item.audience)) == (conditions, audience)


@pytest.mark.parametrize(
    ("text", "who", "act"),
    [
        ("企业事业单位、社会组织和公民参与古树保护", "企业事业单位、社会组织和公民", "参与古树保护"),
        ("企业与高校合作建设中试线", "企业", "与高校合作建设中试线"),
        ("各类产业园区的企业开展余热利用", "产业园区的企业", "开展余热利用"),
        ("科技人员、高校毕业生等创办农场", "科技人员、高校毕业生", "创办农场"),
    ],
)
def test_actors_end_where_their_act_begins(text: str, who: str, act: str) -> None:
    """A noun that goes on is one noun, and 与 joins what is done, not who does it."""
    found = actor_in(text)
    assert found is not None and (text[found.start : found.end], text[found.act :]) == (who, act)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("国家健全知识产权保护机制，对在海外维权中取得胜诉的企业给予补助。", ["在海外维权中取得胜诉"]),
        ("国家在资金、技术等方面对革命老区的特色产业项目给予扶持。", ["革命老区", "特色产业项目"]),
        ("系统推进海绵城市建设，盘活存量泵站，支持水务企业开展智能调度改造。", ["水务企业", "开展智能调度改造"]),
        ("社区食堂运营单位可以向所在地民政部门申请运营补助。", ["社区食堂运营单位"]),
        ("对建设产地仓的合作社，应当按照规定给予补贴。", ["建设产地仓"]),
        ("对种植油茶的农户每亩补助800元。", ["种植油茶"]),
        ("单家养老机构年度补助资金不超过80万元。", ["养老机构"]),
        ("规上企业按每度电0.2元补助，小微企业按每度电0.3元补助。", ["规上企业|小微企业"]),
        ("将岗位津贴发放对象扩大至外卖配送员和快递人员。", ["外卖配送员|快递人员"]),
        ("对发展种植、养殖、加工一体化经营的家庭农场给予贷款贴息。", ["发展种植、养殖、加工一体化经营", "家庭农场"]),
        ("对降低检测费用，开放实验设备，提高服务比重的检测机构给予20万元奖励。", ["降低检测费用", "开放实验设备", "提高服务比重", "检测机构"]),
    ],
)
def test_what_surrounds_a_gift_asks_nothing(text: str, conditions: list[str]) -> None:
    """The administration's own doing, modal verbs, caps and what is counted are no conditions; a description may go over commas."""
    assert asked(item_of(text)) == conditions


@pytest.mark.parametrize(
    "text",
    [
        "单位和个人有权向交通主管部门投诉客运站的违规收费行为。", "承运人不服裁决的，可以向人民法院起诉。",
        "承包方不得违反合同约定将林地用于非林业建设。", "港口经营人应当优先选用岸电设备。", "船舶航行应当遵守安全优先的原则。",
        "违反本条例规定，擅自占用盲道的，责令退还。", "村民对补偿方案有异议的，可以向乡镇调解委员会申请调解。", "用工单位应当及时为离职船员出具服务资历证明，告知其可以享受的待遇。",
        "高温津贴由经办机构按季发放。", "会员企业申请补助应当按照本办法提交材料。", "证书每满一年计3分，最高不超过12分。", "额定功率5千瓦以下的，可采用插头连接。",
        "渔船安全检验渔船登记证书核发市、县渔业部门《渔船检验条例》（国务院令第1号）第八条：经检验合格的，可以申请登记。", "因修建水库征收林地的，依法给予补偿。",
    ],
)
def test_remedies_and_duties_offer_nothing(text: str) -> None:
    """What somebody may sue for, must do, must not do or must prefer is nothing to claim; nor are points, technical norms and rows of duties."""
    assert claimed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "商务主管部门可以对企业开展境外参展活动给予资金支持。", "有关部门对从事非遗传承的手工业者，应当在场地租金方面给予减免。",
        "市人民政府应当支持符合条件的文旅企业上市融资，并按照有关规定给予补助。",
    ],
)
def test_an_office_that_may_give_gives(text: str) -> None:
    """Who gives may stand first, whatever the office is called."""
    assert [item.commitment for item in claimed(text)] == [Commitment.GRANTS]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("新建充电桩按功率每千瓦补200元。", ["200"]), ("制造业单项冠军，奖200万元。", ["2000000"]), ("采购本地首台套产品的单位，按采购额5%补，最多100万元。", ["5", "1000000"]),
        ("首台套产品投保综合险的保费，财政负担八成。", []), ("获批原产地证的企业，签证费用全免。", []), ("养老机构用水、用电执行居民价格。", []),
        ("乡村医生参加执业医师考试，报名费全额报销。", []), ("A类企业优先推荐申报省级试点示范项目。", []), ("种养户发行债券所承担的评级费用，可以向市农业农村局申请资金补助。", []),
    ],
)
def test_curt_gifts_are_found(text: str, amounts: list[str]) -> None:
    """Measures promise in few words, without 给予."""
    (item,) = items_of(text)
    assert item.addressee is Addressee.CLAIMANT
    assert [str(q.number) for q in item.amounts] == amounts


def test_a_list_of_gifts_needs_no_verb() -> None:
    """给予下列支持：（一）… : each line is given to those of the lead, in the lead's form."""
    lead, rent, sum_, school = claimed("对入驻数字文创园的企业给予下列支持：\n（一）三年办公用房租金全免；\n（二）一次性开办费20万元；\n（三）高管子女优先入学。")
    assert asked(lead) == ["入驻数字文创园"] and asked(rent) == asked(sum_) == []
    assert all([g.options[0].text for g in item.inherited] == ["入驻数字文创园"] for item in (rent, sum_, school))
    assert [int(q.number) for q in sum_.amounts] == [200_000] and sum_.benefits == lead.benefits


def test_a_list_of_those_who_get_it_is_asked_for_once() -> None:
    """下列企业…享受：the lines say who, one of them is enough, and none is an offer by itself."""
    (item,) = claimed("下列企业按照国家有关规定享受税收优惠：\n（一）从事养老托育的企业；\n（二）国务院规定给予优惠的其他企业。")
    assert [[o.text for o in g.options] for g in item.inherited] == [["从事养老托育的企业", "国务院规定给予优惠的其他企业"]]


@pytest.mark.parametrize("text", ["网约车平台不得有下列行为：\n（一）为未取得许可的车辆提供服务；\n（二）允许他人使用其账户。", "有下列情形之一的，由主管部门责令改正：\n（一）给予虚假优惠的；\n（二）发放虚假补贴的。"])
def test_a_list_of_what_is_forbidden_offers_nothing(text: str) -> None:
    """The lines of a prohibition sound like gifts and are none."""
    assert claimed(text) == []


@pytest.mark.parametrize("text", ["政府通过提供实训补贴等措施，鼓励职业学校为农民开设冬季课堂。", "鼓励经营者在促销活动中，为老年顾客提供优惠。"])
def test_means_and_appeals_promise_no_more_than_they_say(text: str) -> None:
    """By what means somebody is encouraged, and what one is encouraged to give, is not granted."""
    assert all(item.commitment is Commitment.ENCOURAGES for item in items_of(text))


@pytest.mark.parametrize(
    ("text", "benefits"),
    [
        ("支持检测机构在港区开展冷链检测服务。", [Benefit.OTHER]), ("对招用就业困难人员的民宿给予2000元补贴。", [Benefit.SUBSIDY]),
        ("企业遭受台风损失，符合房产税困难减免条件的，可申请减免。", [Benefit.TAX]), ("气象部门为果农合作社免费提供霜冻预警服务。", [Benefit.SERVICE]),
        ("按检测合同额的20%发放检测券。", [Benefit.SUBSIDY]),
    ],
)
def test_what_is_asked_names_no_form_of_support(text: str, benefits: list[Benefit]) -> None:
    """The form is what is given: not what one does for it, not for whom, and named before the verb or behind it."""
    assert list(item_of(text).benefits) == benefits


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("年纳税500万元以上的仓储企业，增量部分的60%奖励给企业。", ["60"]), ("参加农展会的合作社，一次性据实补助展位费和运输费40%。", ["40"]),
        ("对建成冷库的合作社按造价的10%给予补助，但最高不超过30万元。", ["10", "300000"]), ("对参展企业每个展位资助8000元（费用低于8000元的按实资助）。", ["8000"]),
        ("对新建标准厂房的企业按造价的8%给予补助，开工后支付30%，竣工后支付70%。", ["8"]),
    ],
)
def test_only_what_is_given_is_an_amount(text: str, amounts: list[str]) -> None:
    """Instalments and the case of a bracket are given nobody; a cap behind 但 is no condition."""
    (item,) = claimed(text)
    assert [str(q.number) for q in item.amounts] == amounts


def test_who_is_named_once_is_meant_further() -> None:
    """A sentence that names nobody speaks of those before it in its clause, and not of whom most of the document is about."""
    first, second, *_ = claimed("年内竣工的技改项目，按投资额给予奖励。投资完成1000万元以上的，奖励2万元。\n对合作社给予补贴。对家庭农场给予补贴。对种植大户给予补贴。")
    assert set(first.audience) == set(second.audience) == {Audience.PROJECT}


def test_a_sentence_printed_twice_is_one_offer() -> None:
    """A rule and its index, word for word, are listed once; the same words under other conditions are another offer."""
    rule = "对首次获评省级非遗工坊的个体工商户，给予一次性奖励5万元。"
    assert len(claimed(f"{rule}\n附件：\n{rule}")) == 1


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("组团参展的企业由政府部门支付展位费，其他费用自行承担。", {Audience.ENTERPRISE}), ("推进企业上市培育工作，减免在四板市场挂牌的企业手续费。", {Audience.ENTERPRISE}),
        ("符合条件的新业态从业人员可以自愿参加职业伤害保障。", {Audience.PERSON}), ("公共就业服务机构应当优先为提供岗位信息的用人单位提供服务。", {Audience.ENTERPRISE}),
        ("对经认定为失能的老年人，应当按照规定纳入长期护理保险的服务范围。", {Audience.PERSON}), ("企业为职工参加工伤保险并按时足额缴费的，给予奖励。", {Audience.ENTERPRISE}),
        ("困难职工家庭子女考上大学的，一次性资助5000元。", {Audience.PERSON}), ("租用政府投资建设的标准厂房，前两年租金全免。", {Audience.ENTERPRISE}),
    ],
)
def test_what_an_office_pays_spares_or_allows_is_an_offer(text: str, audience: set[Audience]) -> None:
    """However it is worded, it is for whom it is done or who may do it, not for those named on the way."""
    (item,) = claimed(text)
    assert set(item.audience) & audience


def test_one_of_two_parallel_cases_is_enough_and_a_bar_holds_in_all() -> None:
    """主导的奖励…，参与的奖励… are alternatives; who is not to get anything is asked of every case."""
    (led,) = claimed("对参加国家标准制定的企业，主导制定的奖励50万元，参与制定的奖励20万元。")
    assert any({"主导制定", "参与制定"} <= {option.text for option in group.options} for group in led.conditions)
    (leased,) = claimed("对租赁厂房的规上企业按3元给予补助，对首次升规的企业，按2元给予补助，对同一地块上的企业不予补助。")
    assert [group.options[0].negated for group in leased.conditions if any(option.negated for option in group.options)] == [True]
    assert all(len(group.options) == 1 for group in leased.conditions if group.options[0].negated)
