"""What the enterprise matcher prints for a person: what was read, verdicts with quotes, what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.validity_line import validity_view
from assistant.matching import Match, Matched, Profile, Verdict, bad_record, says_nothing
from assistant.matching.form import money
from assistant.matching.verdicts import name_of
from corpus.policy import Addressee, Commitment
from corpus.support.vocabulary import SECTIONS, SIZES
from ui.render import chinese_date, clause_name, quoted_title

VERDICT_WORDS = {Verdict.MET: "满足", Verdict.UNMET: "不满足", Verdict.UNCLEAR: "待确认"}
# How firm the promise is, in words that leave no room: what is only studied is no support yet.
FIRMNESS = {
    Commitment.GRANTS: "明确给予", Commitment.PRIORITISES: "优先安排", Commitment.ENCOURAGES: "鼓励支持，未作给付承诺",
    Commitment.EXPLORES: "仅在研究探索，尚未兑现，不能申领",
}
NOTICE = "仅供参考，以政策原文和主管部门认定为准"
_MET, _NEAR = "条件满足", "待确认：与所说的情况直接有关"
CLOSE = 2  # words shared with what was said, or one condition that holds
_MOST_NEAR = 12  # items of one section read out where they lie close to what was said
_MOST_OTHERS = 3  # and where nothing said comes near
SAYS_NOTHING = "这段话没有说到企业或个人自身的情况，无法判断适用哪些支持。请说明在哪里、做什么、多大规模、办了什么事。"
UNMET_TITLE = "不满足"
_NOTHING = "没有可申请的支持：所查政策中没有一项的条件与所述情况相符。"


def profile_lines(profile: Profile) -> list[str]:
    """The fields as they were read, for the person to correct; empty ones are left out."""
    area = "".join(dict.fromkeys(filter(None, (profile.area.province, profile.area.city, profile.area.district))))
    above = {True: "规模以上", False: "非规模以上", None: ""}[profile.above_scale]
    fields = (
        ("主体", "、".join(filter(None, (profile.also, profile.kind)))), ("所在地", "、".join(filter(None, (area, *profile.zones)))), ("不在", "、".join(profile.outside)),
        ("行业", "、".join(SECTIONS.get(s, s) for s in sorted(profile.sections))), ("规模", "或".join(size for size in SIZES if size in profile.sizes) or above),
        ("所有制", profile.ownership), ("资质", "、".join(sorted(profile.qualifications))), ("没有的资质", "、".join(sorted(profile.lacks))),
        ("成立", chinese_date(profile.founded) if profile.founded else ""), ("从业人员", f"{profile.employees}人" if profile.employees is not None else ""),
        ("贷款", money(profile.loan)), ("投资额", money(profile.investment)),
        ("营业收入", money(profile.revenue)),
        ("说到", "；".join(("没有：" if not s.holds else "拟" if s.planned else "") + s.words for s in profile.statements)),
    )
    return [f"{name}：{value}" for name, value in fields if value]


def caution(profile: Profile) -> str:
    """What is to be said to somebody who tells of a grave record, "" to everybody else."""
    told = bad_record(profile)
    return f"您提到“{'；'.join(told)}”：文件普遍把失信或有严重违法行为的主体排除在支持之外，以下结果未逐项扣除，请先向责任单位核实能否申请。" if told else ""


def matched_text(profile: Profile, matched: Matched, *, everything: bool = False) -> str:
    """The whole answer for a terminal; ``everything`` lists the unmet items too."""
    lines = ["读到的情况（如有不符请改正后再查）：", *("  " + line for line in profile_lines(profile)), f"核查日期：{chinese_date(matched.as_of)}", ""]
    if says_nothing(profile, matched.matches):
        return "\n".join([*lines, SAYS_NOTHING])
    lines += [caution(profile), ""] if caution(profile) else []
    shown = False
    for title, group in sections(matched, everything=everything):
        if group:
            shown = True
            shown_now, more = (group, "") if everything else read_out(title, group)
            lines += [f"【{title}】{len(group)} 项"]
            for number, found in enumerate(shown_now, 1):
                lines += _match_lines(found, number, matched.as_of)
            lines += [f"   {more}"] if more else []
            lines.append("")
    if matched.nothing:
        lines += [_NOTHING if not shown else "现行有效的政策中没有可申请的支持。"]
    elif not any(m.item.commitment is not Commitment.EXPLORES for m in matched.of(Verdict.MET)):
        lines += ["目前没有可以确定满足的支持；待确认的各项要补充情况才能确定。"]
    unmet = len(matched.of(Verdict.UNMET))
    if unmet and not everything:
        lines.append(f"另有 {unmet} 项条件不符（--all 可列出）。")
    if matched.questions:
        lines += ["", "补充以下情况可以确定更多结果（最有用的在前）："]
        lines += [f"  {number}. {question.ask}" for number, question in enumerate(matched.questions[:6], 1)]
    return "\n".join([*lines, "", f"（{NOTICE}）"])


def sections(matched: Matched, *, everything: bool = False) -> list[tuple[str, Sequence[Match]]]:
    """The items by what a person does with them, what it came for first; expired policies stand apart."""
    alive = [m for m in matched.matches if not m.over]
    claims = [m for m in alive if m.item.addressee is Addressee.CLAIMANT]
    firm = [m for m in claims if m.item.commitment is not Commitment.EXPLORES]
    unclear = [m for m in firm if m.verdict is Verdict.UNCLEAR]
    least = CLOSE if any(m.near >= CLOSE for m in unclear) else 1
    grouped: list[tuple[str, Sequence[Match]]] = [
        (_MET, [m for m in firm if m.verdict is Verdict.MET]),
        (_NEAR, [m for m in unclear if m.near >= least]),
        ("待确认：其他可能适用的", [m for m in unclear if m.near < least]),
        ("仍在研究探索，尚不能申领", [m for m in claims if m.item.commitment is Commitment.EXPLORES and m.verdict is not Verdict.UNMET]),
        ("由金融机构等第三方决定，不能直接向政府申领", [m for m in alive if m.item.addressee is Addressee.INTERMEDIARY and m.verdict is not Verdict.UNMET]),
        ("所在政策已失效或废止，仅供参考", [m for m in matched.matches if m.over and m.verdict is not Verdict.UNMET]),
    ]
    if everything:
        grouped.append((UNMET_TITLE, [m for m in alive if m.verdict is Verdict.UNMET]))
    return grouped


def read_out(title: str, group: Sequence[Match]) -> tuple[Sequence[Match], str]:
    """The items of a section that a reply reads out, the closest first, and what it says of the rest."""
    if title == _MET:
        return group, ""
    chosen = group[: _MOST_NEAR if title == _NEAR else _MOST_OTHERS]
    left = len(group) - len(chosen)
    return chosen, f"另有 {left} 项没有列出，补充情况后可以缩小范围（--all 全部列出）。" if left else ""


def _match_lines(found: Match, number: int, on: date) -> list[str]:
    """One item: name, firmness, amount, quote with its citation, what is missing, whom to ask."""
    item = found.item
    lines = [f"{number}. {name_of(item)}［{VERDICT_WORDS[found.verdict]}·{FIRMNESS[item.commitment]}］"]
    if item.amounts:
        lines.append(f"   数额：{'；'.join(q.text for q in item.amounts)}")
    lines += [f"   测算：{line}" for line in found.computed]
    if found.missing:
        lines.append(f"   待确认：{'；'.join(found.missing)}")
    if found.failed:
        lines.append(f"   不符：{'；'.join(found.failed)}")
    lines += [f"   期限：{item.deadline.text}"] if item.deadline else []
    lines += [f"   办理：{item.apply.text}"] if item.apply else []
    lines.append(f"   依据：{citation(found)}“{' '.join(item.text.split())}”")
    lines.append(f"   责任单位：{units_line(found) or '本条未写明，请向发文机关咨询'}")
    lines.append(f"   效力：{validity_line(found, on)}")
    if found.instead:
        lines.append(f"   同类支持另有更高的一项（{found.instead}），按“{found.rule}”取高的一项，两项均列出。")
    elif found.alike:
        lines.append(f"   与其他文件的 {len(found.alike)} 项内容相近" + (f"，适用“{found.rule}”" if found.rule else "，请勿重复申领，先向责任单位确认"))
    return lines


def citation(found: Match) -> str:
    """《…》（文号）第三条, as an official paper cites."""
    number = f"（{found.policy.doc_number}）" if found.policy.doc_number else ""
    return f"{quoted_title(found.policy.title)}{number}{clause_name(found.path)}"


def units_line(found: Match) -> str:
    """Whom to ask: lead and supporting, or everybody the note lists."""
    units = found.units
    if units.lead or units.supporting:
        return "；".join(filter(None, ("牵头 " + "、".join(units.lead) if units.lead else "", "配合 " + "、".join(units.supporting) if units.supporting else "")))
    return "、".join(units.listed)


def validity_line(found: Match, on: date) -> str:
    """The validity in words on the day of the check."""
    return validity_view(found.policy, on).line
