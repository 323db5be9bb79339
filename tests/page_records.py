"""Documents and an assistant made of records, for the page without a model or a library.

Run as a program, this file serves them for a look by eye: ``PYTHONPATH=.:tests .venv/bin/python tests/page_records.py 7860``.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from assistant.answer import (
    Answer,
    Citation,
    Kind,
    Mode,
    Refusal,
    RefusalCode,
    Rewrite,
    RewrittenSentence,
    UnitsView,
    ValidityView,
)
from corpus.errors import BadInput, PolicyNotFound
from corpus.policy import Clause, Measure, PartKind, Policy, ResponsibleUnits, Span, Validity

ROOT = Path(__file__).resolve().parent.parent
EVIL = '<script>window.evil=1</script><img src="http://evil.example/x" onerror="window.evil=2">'
EVIL_MARKDOWN = "[点我](javascript:window.evil=3) ![图](http://evil.example/y) \u202e倒写"


# A document whose title, clauses and units are hostile; two of its versions differ in one figure.
HOSTILE = (
    f"关于测试{EVIL}{EVIL_MARKDOWN}的若干措施\n\n一、加强{EVIL}服务\n支持企业{EVIL_MARKDOWN}发展。（责任单位：市科技局、{EVIL}市财政局）\n\n"
    "二、给予补助\n对工业企业给予20万元补助。（责任单位：市财政局）\n\n本措施自2026年1月1日起施行，有效期至2028年12月31日。\n"
)


def make_policy(
    policy_id: str,
    title: str,
    clauses: Sequence[tuple[str, str, str, ResponsibleUnits]],
    *,
    validity: Validity,
    closing: str = "",
    doc_number: str = "",
    issuers: tuple[str, ...] = (),
    day: date | None = None,
) -> Policy:
    """A policy whose clauses are (number, heading, body, units); spans and measures are worked out."""
    text, parts = "", []
    for number, heading, body, units in [*clauses, *([("尾", "", closing, ResponsibleUnits())] if closing else [])]:
        kind = PartKind.CLOSING if number == "尾" else PartKind.CLAUSE
        head = f"{number}、{heading}\n" if kind is PartKind.CLAUSE else ""
        start = len(text)
        whole = f"{head}{body}{units.note}"
        measures = tuple(
            Measure(f"{policy_id}#{number}/{nth}", found[0], Span(start + len(head) + found.start(), start + len(head) + found.end()))
            for nth, found in enumerate(re.finditer(r"[^。；]+[。；]?", body), start=1)
        )
        if units.note:
            at = start + len(head) + len(body)
            units = ResponsibleUnits(units.lead, units.supporting, units.listed, units.note, Span(at, at + len(units.note)), units.rule)
        parts.append(
            Clause(f"{policy_id}#{number}", kind, (number,), heading, whole, Span(start, start + len(whole)), measures, units)
        )
        text += whole + "\n"
    return Policy(
        id=policy_id, source=f"{policy_id}.txt", title=title, doc_number=doc_number, issuers=issuers, written=day,
        issued=day, level="地方规范性文件", text=text, raw_starts=tuple(range(40, 40 + len(text))),
        raw_ends=tuple(range(41, 41 + len(text))), parts=tuple(parts), validity=validity,
    )  # fmt: skip


def cite(policy: Policy, number: str, quote: str, mark: int) -> Citation:
    """The citation of ``quote``, which has to stand in clause ``number``."""
    part = next(part for part in policy.parts if part.number == number)
    start = part.span.start + part.text.index(quote)
    raw = policy.raw_span(Span(start, start + len(quote)))
    return Citation(
        mark, policy.title, policy.id, policy.source, number, part.path, part.label, quote, start, start + len(quote),
        raw.start, raw.end,
    )  # fmt: skip


def units(lead: str, supporting: str, rule: str = "") -> ResponsibleUnits:
    """Units from two lists, with the note as the document prints it."""
    first, second = tuple(lead.split("、")), tuple(supporting.split("、"))
    return ResponsibleUnits(first, second, first + second, f"〔责任单位：{lead}，{supporting}〕", None, rule)


RULE = "第一个逗号前为牵头单位，下同"
TRANSIT = (
    "聚焦重点片区交通通达性与便利性，根据区位特点和布局分类，加快建设功能性、引领性、支撑性交通项目，提高资源配置能力和经济运行效率，"
    "引导人口与生产力合理布局。支持以轨道交通支撑中心城区重点片区结链成网，支持在城市轨道交通第五期建设规划中优先布局重点片区线路和站点，"
    "推动轨道交通站点800米范围覆盖面超过65%，提高公交与地铁接驳效率，缩短轨道交通站点与公交站点换乘时间，加强中心城区综合交通运输服务水平。"
    "支持以开放枢纽牵引城市新区重点片区高效联通，支持城市新区重点片区做强国际门户枢纽功能，加快建设天府站、空港站、淮口南站等综合立体交通枢纽，"
    "推进中心城区直达天府国际机场的快速路建设，规划建设石盘、天府国际机场北等货站，强化枢纽货运功能，提升运输服务水平和效率，"
    "促进市域与对外多层次交通通道高效联结。加快提升市域交通服务效能，健全完善打通“断头路”市级工作机制，加强毗邻区域交通路网规划衔接力度，"
    "制定实施“断头路”打通三年行动计划，优先保障建设项目土地利用计划，对符合条件的项目给予市级资金补助；大力支持铁路公交化，"
    "开工建设宝成铁路公交化改造、市域铁路公交化改造二期工程，促进铁路公交化运营，有序发展低运量轨道交通，提升轨道交通服务水平，"
    "形成市域30分钟轨道交通圈。"
)
INNOVATION = (
    "聚焦城市功能体系，统筹人口、产业与城市发展，突出平台思维、错位协同、融通发展，深入实施产业建圈强链。优先布局产业创新平台，"
    "对新获批组建的国家产业创新中心、国家技术创新中心、国家制造业创新中心、国家工程研究中心等，以多种方式按国家支持资金的50%给予支持；"
    "搭建中试、工业互联网、检验检测等产业集群服务平台。支持重大项目招引促建，研究对引进落地的功能性机构、支撑性市场主体分档次给予补贴。"
)
MAIN = make_policy(
    "cd-2023", "关于加快推进“三个做优做强”重点片区建设的若干政策措施",
    [
        ("二", "坚持建圈强链，打造特色产业集群", INNOVATION,
         units("市发改委、市经信局市新经济委、市住建局、市投促局", "各重点片区牵头部门、各区（市）县", RULE)),
        ("五", "坚持交通先行，提升互联互通水平", TRANSIT,
         units("市财政局、市规划和自然资源局、市住建局、市交通运输局", "各区（市）县", RULE)),
    ],
    closing="本政策措施自印发之日起施行，有效期至2025年12月31日。",
    validity=Validity(date(2023, 2, 9), date(2025, 12, 31), quote="有效期至2025年12月31日"),
    issuers=("成都市委办公厅", "成都市政府办公厅"), day=date(2023, 2, 9),
)  # fmt: skip
LIVING = make_policy(
    "cd-2024", "关于支持产业创新平台建设的实施意见",
    [("一", "加大资金支持", "对国家级产业创新平台，按实际投入的20%给予补助，最高不超过1000万元。",
      units("市科技局", "市财政局"))],
    validity=Validity(date(2024, 5, 1), None, open_ended=True), doc_number="成办发〔2024〕18号",
    issuers=("成都市人民政府办公厅",), day=date(2024, 4, 20),
)  # fmt: skip
PLANTED = make_policy(
    "evil", f"恶意标题{EVIL}",
    [("三", f"恶意小标题{EVIL}", f"正文{EVIL}{EVIL_MARKDOWN}。", units(f"市局{EVIL}", "区局"))],
    validity=Validity(), doc_number=f"号{EVIL}", issuers=(f"机构{EVIL}",),
)  # fmt: skip


class FakeLibrary:
    """Three documents, in memory."""

    def policies(self) -> Sequence[Policy]:
        """All of them."""
        return (MAIN, LIVING, PLANTED) if os.environ.get("ZC_FAKE_PLANTED") else (MAIN, LIVING)

    def policy(self, policy_id: str) -> Policy:
        """One of them."""
        for policy in (MAIN, LIVING, PLANTED):
            if policy.id == policy_id:
                return policy
        raise PolicyNotFound(f"没有这份文件：{policy_id}")


EXPIRED = ValidityView("expired", date(2023, 2, 9), date(2025, 12, 31), "有效期至2025年12月31日，已于2026年1月1日起失效")


class FakeAssistant:
    """Answers a few questions by a word in them; a follow-up shows the history it was given."""

    library = FakeLibrary()

    def within(self, policies: Collection[str]) -> FakeAssistant:
        """The same; what it is asked within is not looked at."""
        return self

    def stream(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Iterator[Answer]:
        """The answer, all at once."""
        yield self.ask(question, history, as_of)

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Answer from the records above."""
        if "报错" in question:
            raise BadInput(f"这个问题不能用：{EVIL}")
        if "崩溃" in question:
            raise RuntimeError("secret-detail")
        if "等待" in question:
            time.sleep(4)
        if "恶意" in question:
            quote = f"正文{EVIL}{EVIL_MARKDOWN}。"
            return Answer(
                question, f"- {quote}[1]\n第二段 {EVIL_MARKDOWN}", Kind.FACT, (cite(PLANTED, "三", quote, 1),),
                UnitsView((f"市局{EVIL}",), ("区局",)), ValidityView("unknown", None, None, f"未载明{EVIL}"),
                findings=(f"65%{EVIL}",), resolved=f"问{EVIL}", seconds=0.02,
            )  # fmt: skip
        if "改写" in question:
            quote, said = "按实际投入的20%给予补助，最高不超过1000万元", "国家级产业创新平台按实际投入的20%给予补助，最高不超过1000万元[1]。"
            lie, why = f"补助可达2000万元{EVIL}[1]。", ("数字或日期不在所引原文中：2000万元",)
            rewrite = Rewrite(Mode.PARTLY_VERIFIED, (RewrittenSentence(said), RewrittenSentence(lie, why)))
            return Answer(
                question, f"【大模型改写，部分核对：未通过核对的语句已删去】\n{said}\n【原文】\n“{quote}”[1]", Kind.FACT, (cite(LIVING, "一", quote, 1),),
                findings=(f"大模型语句未通过核对：{lie}（{why[0]}）",), mode=Mode.PARTLY_VERIFIED, rewrite=rewrite, seconds=1.2,
            )  # fmt: skip
        if "轨道" in question or "由谁负责" in question or (history and "牵头" in question):
            lead, supporting = MAIN.parts[1].units.lead, MAIN.parts[1].units.supporting
            first, second = "推动轨道交通站点800米范围覆盖面超过65%", "形成市域30分钟轨道交通圈"
            return Answer(
                question,
                f"{first}，提高公交与地铁接驳效率，缩短轨道交通站点与公交站点换乘时间。[1]\n另外，{second}。[2]\n"
                f"牵头单位：{'、'.join(lead)}；配合单位：{'、'.join(supporting)}。[1]",
                Kind.FACT, (cite(MAIN, "五", first, 1), cite(MAIN, "五", second, 2)), UnitsView(lead, supporting),
                EXPIRED, seconds=0.018,
                resolved=f"{history[-1]}（接上问：{question}）" if history else "",
            )  # fmt: skip
        if "创新中心" in question:
            first, second = "以多种方式按国家支持资金的50%给予支持", "按实际投入的20%给予补助，最高不超过1000万元"
            return Answer(
                question, f"- 对新获批组建的国家产业创新中心，{first}。[1]\n- 对国家级产业创新平台，{second}。[2]",
                Kind.LIST, (cite(MAIN, "二", first, 1), cite(LIVING, "一", second, 2)),
                UnitsView(MAIN.parts[0].units.lead, MAIN.parts[0].units.supporting), EXPIRED, seconds=0.021,
            )  # fmt: skip
        nearest = (
            cite(MAIN, "二", "研究对引进落地的功能性机构、支撑性市场主体分档次给予补贴", 1),
            cite(LIVING, "一", "按实际投入的20%给予补助", 2),
        )
        reason = "收录的文件里没有关于这个问题的规定，因此不作回答，以免误导。"
        return Answer(question, reason, Kind.FACT, refusal=Refusal(RefusalCode.NOT_IN_LIBRARY, reason, nearest), seconds=0.01)


if __name__ == "__main__":
    from ui.page import serve

    (_file,) = (ROOT / "corpus" / "documents").glob("*.txt")
    _raws = {
        "cd-2023": _file.read_text(encoding="utf-8"), "cd-2024": "一、加大资金支持\n",
        "evil": f"發(fā)展{EVIL}{EVIL_MARKDOWN}\n支持企业发(fā)展，由市**局牵头。\n" * 20,
    }  # fmt: skip
    serve(FakeAssistant(), port=int(sys.argv[1]) if len(sys.argv) > 1 else 7860, raw_of=_raws.__getitem__)
