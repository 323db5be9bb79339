"""Conditions that stand outside the sentence: the document's scope, and the fields of a policy card.

以上政策适用于在海淀区注册的企业 binds every item. A card (政策导引, 申报指南) says under 服务对象 and 条件要求 what
its offers under 服务内容 ask for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from corpus.policy import AnyOf, Audience, Clause, Condition, ConditionKind, PartKind, Span
from corpus.support.flat import logical_lines
from corpus.support.kinds import ENDS_IN_HEAD, HEAD, kind_of
from corpus.support.vocabulary import audiences_in


class _Field(Enum):
    CARD = auto()
    WHO = auto()
    OFFER = auto()
    ASKS = auto()
    REST = auto()
    PLAIN = auto()  # behind a heading, before any label


_LABELS: tuple[tuple[_Field, str], ...] = (
    (_Field.CARD, r"依据文件|政策依据|政策名称|文件依据|政策文件|事项名称"),
    (_Field.WHO, r"服务对象|支持对象|适用对象|申报对象|扶持对象|享受主体|补贴对象|奖励对象|惠及对象|申报主体|支持范围|享受对象|适用范围"),
    (_Field.OFFER, r"服务内容|支持内容|支持标准|支持方式|扶持标准|补贴标准|奖励标准|优惠内容|政策内容|支持措施|资助标准|补助标准|支持方式和标准|支持政策"),
    (_Field.ASKS, r"条件要求|申报条件|申请条件|享受条件|支持条件|认定条件|申报要求|准入条件|补贴条件"),
    (_Field.REST, r"服务流程|办理流程|申报流程|申请流程|申请材料|申报材料|办理材料|时间/频度|申报时间|受理时间|办理时限|联络方式|联系方式|联系部门|咨询电话|政策渠道|操作流程|工具分类|发文机构|发文字号|发布日期|申报方式|办理渠道|审核流程|享受方式|注意事项|监督管理"),
)  # fmt: skip
_LABEL = re.compile("|".join(rf"(?P<F{i}>{words})" for i, (_, words) in enumerate(_LABELS)))
_AT_LINE = re.compile(rf"(?m)^[ \t\u3000]*(?:[（(]?[一二三四五六七八九十\d]{{1,2}}[）)、.．]\s*)?[【\[]?(?P<label>{'|'.join(words for _, words in _LABELS)})[】\]]?[ \t\u3000]*(?:[:：]|$|[ \u3000](?=\S))")
_MID_LINE = re.compile(rf"(?<=[ \t\u3000])(?P<label>{'|'.join(words for _, words in _LABELS)})(?:[ \t\u3000]*[:：]|[ \t\u3000]+(?=\S)|(?=\n))")  # 工具分类 资金支持 服务对象 …: two fields in one line
_DOCUMENT = re.compile(r"(?:(?:以上|上述|本)(?:政策|措施|办法|细则|规定|意见)?(?:措施|政策|条款)?(?:仅|只)?适用(?:于|范围为|对象为))(?P<who>[^。；\n]{3,120})|适用(?:对象|范围)(?:为|是|：)(?P<that>[^。；\n]{3,120})|本[^，。；\n]{0,12}的?(?:支持|扶持|享受|惠及|奖励|补贴|资助)对象(?:为|是)(?P<those>[^。；\n]{3,200}?)(?=，|。|；|\n|$)|(?:本|以上|上述|前述)[^，。；\n]{0,12}所称的?(?:企业|单位|市场主体|经营主体|机构)，?(?:是指|均?为|均?指)(?P<called>[^。；\n]{3,160})")
_TITLE_ZONE = re.compile(r"[“\"《]?[^，。《》”“\"关于]{0,14}[”\"]?(?:重点片区|自由贸易试验区|自贸试验区|示范区|开发区|新片区|临港地区|高新区|园区|科学城|综合保税区)(?=[\u4e00-\u9fff]{0,4}(?:建设|发展|的|高质量|深化))")
_TITLE_SIZE = re.compile(r"(?<!和)(?<!、)(?<!及)(?:中小微|小微|中小)企业(?!家|和|与|及|、)")  # of several named in a title none narrows the whole
_SENTENCE = re.compile(r"[^。；]{2,}")


@dataclass(frozen=True, slots=True)
class _Section:
    label: int  # where its label begins
    start: int
    field: _Field
    card: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the document's wider conditions hold.

    Attributes:
        document: conditions on every item.
        titled: the classes that the title names, for whom a sentence is that names nobody; () where it names none.
        sections: labelled fields in order of place; cards: conditions by card; who: audience by card.
    """

    document: tuple[AnyOf, ...] = ()
    sections: tuple[_Section, ...] = ()
    starts: tuple[int, ...] = ()
    cards: tuple[tuple[AnyOf, ...], ...] = ()
    who: tuple[tuple[Audience, ...], ...] = ()
    titled: tuple[Audience, ...] = ()

    def _section(self, at: int) -> _Section | None:
        index = bisect_right(self.starts, at) - 1
        return self.sections[index] if index >= 0 else None

    def silent_at(self, at: int) -> bool:
        """Whether nothing is offered at ``at``: it is a field of conditions, procedure or contacts."""
        section = self._section(at)
        return section is not None and section.field in (_Field.WHO, _Field.ASKS, _Field.REST, _Field.CARD)

    def offers_at(self, at: int) -> bool:
        """Whether ``at`` stands in a card's field of what is offered (支持标准)."""
        section = self._section(at)
        return section is not None and section.field is _Field.OFFER

    def conditions_at(self, at: int) -> tuple[AnyOf, ...]:
        """The wider conditions on an item that stands at ``at``."""
        return (*self.document, *self.card_conditions_at(at))

    def card_conditions_at(self, at: int) -> tuple[AnyOf, ...]:
        """What the card asks whose offer stands at ``at``, () outside cards."""
        section = self._section(at)
        return self.cards[section.card] if section is not None and section.field is _Field.OFFER else ()

    def card_at(self, at: int) -> int:
        """Which card ``at`` stands in, -1 outside cards."""
        section = self._section(at)
        return section.card if section is not None else -1

    def audience_at(self, at: int) -> tuple[Audience, ...]:
        """Whom the card at ``at`` is for, () outside cards."""
        section = self._section(at)
        return self.who[section.card] if section is not None else ()


def read_scope(title: str, text: str, parts: Sequence[Clause], width: float = 0) -> Scope:
    """The scope of a document and its cards; ``width`` is that of ``page_width``."""
    sections = _sections(text)
    bounds = [section.label for section in sections]  # 补贴标准：10000元 is one sentence: its label is its field's
    cards: list[list[AnyOf]] = [[] for _ in range(1 + max((s.card for s in sections), default=-1))]
    who: list[tuple[Audience, ...]] = [() for _ in cards]
    for index, section in enumerate(sections):
        end = sections[index + 1].label if index + 1 < len(sections) else _end_of(parts, section.start, len(text))
        if section.field is _Field.WHO:
            groups, classes = _whom(text, section.start, min(end, section.start + 600))
            who[section.card] = who[section.card] or classes
            cards[section.card] += groups
        elif section.field is _Field.ASKS:
            cards[section.card] += asked(text, section.start, min(end, section.start + 4000), width)
    for index, groups in enumerate(cards):
        if any(section.card == index and section.field is _Field.ASKS for section in sections):  # 符合条件的创业者: those just listed
            cards[index] = [g for g in groups if not all(_AS_LISTED.match(re.sub(r"\s", "", o.text)) for o in g.options)]
    wide = _document(title, text)
    if len(cards) > 1:  # what a card says of its own reach binds that card alone
        for group in [g for g in wide if g.options[0].span.start >= bounds[0]]:
            at = bisect_right(bounds, group.options[0].span.start) - 1
            cards[sections[at].card].append(group)
            wide.remove(group)
    return Scope(tuple(wide), tuple(sections), tuple(bounds), tuple(map(tuple, cards)), tuple(who), _titled(title))


_AS_LISTED = re.compile(r"^符合(?:以上|上述|下列|以下|相应|申报|申请|补贴)?条件的?[^，（]{0,8}$")


def _titled(title: str) -> tuple[Audience, ...]:
    if "个人所得税" in title:
        return (Audience.PERSON,)
    return tuple(a for a in audiences_in(re.sub(r"[^》]*(?:人民政府|办公厅|办公室|局|委员会)(?=关于)", "", title)) if a is not Audience.PROJECT)


def _field_of(label: str) -> _Field:
    return next(field for field, words in _LABELS if re.fullmatch(words, label))


def _sections(text: str) -> list[_Section]:
    """Labelled fields; labels count only where a document has one of each of two kinds of field."""
    found: list[tuple[int, int, _Field]] = []
    for match in _AT_LINE.finditer(text):
        field = _field_of(match["label"])
        found.append((match.start(), match.end(), field))
        stop = text.find("\n", match.end())
        found += [(m.start(), m.end(), _field_of(m["label"])) for m in _MID_LINE.finditer(text, match.end(), stop if stop >= 0 else len(text))]
    found += _ends_of_fields(text, {at for at, _, _ in found})
    found.sort()
    kinds = {field for _, _, field in found}
    if _Field.OFFER not in kinds or not kinds & {_Field.WHO, _Field.ASKS}:
        return []
    sections: list[_Section] = []
    card = 0
    seen: set[_Field] = set()
    leads = next(field for _, _, field in found if field not in (_Field.REST, _Field.PLAIN))  # with which field a card opens
    for label_at, at, field in found:
        opens = field in (_Field.CARD, _Field.PLAIN) or (field is _Field.WHO and _Field.WHO in seen) or (field is _Field.OFFER and _Field.OFFER in seen and _Field.WHO not in seen) or (field is leads and field in seen and _Field.OFFER in seen)
        if opens and seen - {_Field.CARD, _Field.REST, _Field.PLAIN}:
            card += 1
            seen = set()
        seen.add(field)
        sections.append(_Section(label_at, at, field, card))
    return sections


# 主管部门：…, 二、数据中心节能改造: a field ends at the next label, known or not, and at the next heading.
_OTHER_LABEL = re.compile(r"(?m)^[ \t\u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]\s*)?(?P<label>[\u4e00-\u9fff]{2,6})[:：]")
_CARD_HEADING = re.compile(r"(?m)^[ \t\u3000]*[一二三四五六七八九十]{1,3}、[^，。；：:\n]{2,30}$")
_FEWEST_OF_A_LABEL = 2


def _ends_of_fields(text: str, known: set[int]) -> list[tuple[int, int, _Field]]:
    """Where a field ends though no known label stands there: at a label that comes again and again, and at a numbered heading."""
    others = [match for match in _OTHER_LABEL.finditer(text) if match.start() not in known]
    counted = Counter(match["label"] for match in others)
    found = [(match.start(), match.end(), _Field.REST) for match in others if counted[match["label"]] >= _FEWEST_OF_A_LABEL]
    return found + [(match.start(), match.end(), _Field.PLAIN) for match in _CARD_HEADING.finditer(text) if match.start() not in known]


def _stripped(text: str, start: int, end: int) -> tuple[str, int]:
    words = text[start:end]
    lead = len(words) - len(words.lstrip(" \t\u3000\n：:"))
    return words[lead:].rstrip().rstrip("。；"), start + lead


_MARK = re.compile(r"^(?P<mark>[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[）)、]|[．.](?!\d))|[①-⑳])\s*")
_LIST_AHEAD = re.compile(r"^(?:须|应|需)?(?:同时)?(?:满足|符合|具备)(?:以下|下列|如下)?(?:全部|所有)?(?:条件|要求)?[:：]\s*(?=[①（(1])")  # 同时满足：①…
_ONE_IS_ENOUGH = re.compile(rf"(?:下列|如下|(?<![岁元人年%\d])以下)[^，。；：条要\s]{{0,10}}?(?:{HEAD}|活动|产品|对象|子女|情形)[^。；：]{{0,60}}$|" r"(?:之一|任一[^，。；：]{0,12}?(?:条件)?|任意一[项条](?:条件)?)(?:的|者|即可[^，。；]{0,8})?(?:[^，。；]{0,12}(?:，|可)[^。；]{0,60})?$")
# What shuts a claimant out: a list of cases, or one of them.
_SHUT_OUT = re.compile(r"(?:下列|以下|如下)[^，。；]{0,8}(?:情形|情况|行为)?(?:之一)?(?:的)?[，,]?(?:[^，。；]{0,12})(?:不予|不得|不能|不可|不享受|不支持|不纳入|取消)[^，。；：]{0,16}(?:：|$)|(?:不予|不得)[^，。；]{0,12}(?:下列|以下|如下)")
_LISTED_OUT = re.compile(r"(?:不予|不得|不能|不可|不享受|不支持)[^：]{0,20}：\s*(?P<what>[^：]{4,})$")
_BARRED = re.compile(r"^(?P<what>[^，。；]{4,60}?)(?:的)?[，,]?(?:一律|均|原则上)?(?:不予(?:支持|受理|补贴|奖励|认定|资助|申报)|不得(?:重复)?(?:申报|申请|认定|享受|参加)|除外)[^，。；]{0,12}$")
_ANNOUNCES = re.compile(r"(?:满足|符合|具备|达到)(?:以下|下列|如下)(?:基本|全部|所有)?(?:申报)?(?:条件|要求|标准)(?:的)?$|^(?:基本|基础|通用|申报|其他|必备)?(?:条件|要求)(?:（[^）]*）)?$|申报材料|提交材料")


def asked(text: str, start: int, end: int, width: float) -> list[AnyOf]:
    """Each sentence of a field of conditions is one condition, asked whole; of a list under 条件之一 one is enough."""
    found: list[AnyOf] = []
    options: list[Condition] = []
    style = ""  # how the list under 之一 is numbered: it ends where another numbering goes on
    listing = shut_out = False
    shut_style = ""
    for line in logical_lines(text, start, end, width):
        for match in _SENTENCE.finditer(text, line.start, line.end):
            words = match.group().strip()
            words = _LIST_AHEAD.sub("", words)
            mark = _MARK.match(words)
            kind = re.sub(r"[一二三四五六七八九十]+|\d+|[①-⑳]", "0", mark["mark"]) if mark else ""
            bare = words[mark.end() :] if mark else words
            at = match.start() + match.group().index(words) + len(words) - len(bare)
            if listing and kind and style and kind != style:
                found += [AnyOf(tuple(options))] if options else []
                options, listing, style = [], False, ""
            plain = bare.rstrip("：: ")
            if _PROCEDURE.search(re.sub(r"\s", "", plain)):
                continue
            if _SHUT_OUT.search(plain):  # 有下列情形之一的，不予支持：
                found += [AnyOf(tuple(options))] if options else []
                options, listing, style, shut_out = [], False, "", True
                listed = _LISTED_OUT.search(plain)
                if listed is None:
                    continue
                at, bare = at + bare.index(listed["what"]), listed["what"]
            elif shut_out and kind and shut_style and kind != shut_style:
                shut_out, shut_style = False, ""
            if shut_out:
                shut_style = shut_style or kind
                found.append(AnyOf((Condition(bare, Span(at, at + len(bare)), kind_of(re.sub(r"\s", "", bare)), True),)))
                continue
            barred = _BARRED.search(plain)
            if barred and len(barred["what"].strip()) >= _SHORTEST:
                what = barred["what"]
                found.append(AnyOf((Condition(what, Span(at + barred.start("what"), at + barred.end("what")), kind_of(re.sub(r"\s", "", what)), True),)))
                continue
            if _ONE_IS_ENOUGH.search(plain):
                found += [AnyOf(tuple(options))] if options else []
                options, listing, style = [], True, ""
                continue
            if _ANNOUNCES.search(plain):
                found += [AnyOf(tuple(options))] if options else []
                options, listing, style = [], False, ""
                continue
            if listing and not kind and not options and "\t" in bare and not re.search(r"\d", bare):
                continue  # the head of a table whose rows are the alternatives
            if len(bare) < (_SHORTEST_OPTION if kind and (listing or words[:1] in "①②③④⑤⑥⑦⑧⑨⑩") else _SHORTEST):
                continue
            if listing and not kind and options and (style or match.start() > line.start):  # a second sentence of the same option
                first = options[-1].span.start
                bare, at = text[first : at + len(bare)], first
                options.pop()
            condition = Condition(bare, Span(at, at + len(bare)), kind_of(re.sub(r"\s", "", bare)))
            if listing:
                style = style or kind
                options.append(condition)
            else:
                found.append(AnyOf((condition,)))
    return [*found, AnyOf(tuple(options))] if options else found


# What stands in a field of conditions and asks for nothing that one is or does: forms to fill in, who selects, by when, whom to call.
_PROCEDURE = re.compile(r"(?:需|须|应|请)?(?:填写|填报)《|（附件|咨询联系|联系(?:人|电话|方式)|截止时间|^本[次轮](?:征集|申报|遴选|评选)|^由[^，。；]{2,40}(?:组织|负责|委托|牵头)|我们(?:将|也将)|适时(?:向社会)?(?:公开|发布|公布)|(?:工作|时间|日程)安排$|^综合[^，]{0,12}遴选")
_SHORTEST = 6  # characters; fewer are a heading
_SHORTEST_OPTION = 2  # ①退役军人；
_NO_LIMIT = re.compile(r"^(?:各类|所有|全部|相关|有关)?(?:企业|单位|个人|申请人|机构|市场主体|经营主体|纳税人|社会组织|创新主体|自然人|法人)(?:等)?$")


_CALLED = re.compile(r"(?:(?:补贴|支持|扶持|奖励|申报|服务|适用|惠及|补助)?(?:对象|范围)|申报主体)?(?:原则上|主要|一般|应当?)*(?:为|是|包括|指|：)+(?=.{4})")


# …产业相关主体，包括企业、研发机构等: whoever is one of them, of whatever class.
_SORTS = re.compile(rf"(?<=\S)\s*[，,（(]\s*(?:主要|具体)?(?:包括|含|包含)(?:但不限于)?[^，。；的]{{2,60}}?(?:{HEAD}|等)\s*[）)]?\s*$")


def _whom(text: str, start: int, end: int) -> tuple[list[AnyOf], tuple[Audience, ...]]:
    """Who a card is for: its first sentence, one condition, or several of which one is enough; and the classes named."""
    words, at = _stripped(text, start, end)
    first = re.split(r"[。；]", words)[0].rstrip()
    whole = first
    first = _SORTS.sub("", first)
    called = _CALLED.match(first)
    if called:
        at, first = at + called.end(), first[called.end() :]
    pieces = [m for m in re.finditer(r"(?:(?!、|以及|或者|，以及|和(?=[\u4e00-\u9fff]{2,12}$)).)+", first, re.DOTALL) if len(m.group().strip()) > 1]
    if len(pieces) < 2 or not all(ENDS_IN_HEAD.search(re.sub(r"\s", "", piece.group())) for piece in pieces):
        options = [(at, first)]
    else:
        options = [(at + piece.start() + len(piece.group()) - len(piece.group().lstrip()), piece.group().strip()) for piece in pieces]
    audience = audiences_in(re.sub(r"\s", "", whole))
    if not first or any(_NO_LIMIT.match(re.sub(r"\s", "", option)) for _, option in options):
        return [], audience
    return [AnyOf(tuple(Condition(option, Span(place, place + len(option)), kind_of(re.sub(r"\s", "", option))) for place, option in options))], audience


def _document(title: str, text: str) -> list[AnyOf]:
    """The document's own statements on whom it applies to, and what its title narrows it to."""
    found: list[AnyOf] = []
    for match in _DOCUMENT.finditer(text):
        group = match.lastgroup or "who"
        words, at = match[group], match.start(group)
        if "《" in words:  # 符合《划型标准》的中小企业: the noun says it
            at, words = at + words.rfind("的") + 1, words[words.rfind("的") + 1 :]
        if audiences_in(words):
            found.append(AnyOf((Condition(words, Span(at, at + len(words)), kind_of(words)),)))
    place = text.find(title)
    if place >= 0:
        for pattern, kind in ((_TITLE_ZONE, ConditionKind.PLACE), (_TITLE_SIZE, ConditionKind.SIZE)):
            named = pattern.search(title)
            if named:
                span = Span(place + named.start(), place + named.end())
                found.append(AnyOf((Condition(span.of(text), span, kind),)))
    return found


def _end_of(parts: Sequence[Clause], at: int, length: int) -> int:
    return next((part.span.end for part in parts if part.kind is PartKind.CLAUSE and part.span.start <= at < part.span.end), length)
