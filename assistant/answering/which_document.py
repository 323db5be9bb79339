"""Which document a question is asked of that names none outright: one about a document as such must only name one, one about a
clause by its number must tell one by its other words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.answering.desk import Desk
from assistant.judging.attachment import share
from assistant.understanding.asked_value import without_asking
from assistant.understanding.clauses_named import without_clauses
from assistant.understanding.question import QUESTION_FRAME, Understanding
from assistant.understanding.words_asked import left_beyond, whole_words, words_asked
from assistant.which_policy.titles import bare_title, in_order
from corpus import Policy
from index.tokens import fold

_TELLING = 6.0  # nats: 疫情 and 补贴 alone tell no document from another
_LIKELY = 5  # policies that are compared
_MOST, _CLEARLY_MORE = 0.6, 0.3  # share of a question's words that one policy must hold, and how much more than the next
# What any clause may lay down: such words do not tell whose clause is asked about.
OF_ANY_CLAUSE = re.compile(
    r"标准|比例|比率|金额|数额|额度|期限?|时限|年限|时间|日期|有效|[上下]限|最[高低多少长]|对象|范围|人员|条件|资格|门槛|材料|资料|流程|程序|步骤|年龄|学历|面积|人数|次数|数量|处罚|罚款|"
    r"奖励|奖金|补贴|补助|补偿|资助|扶持|支持|要求|目的|依据|内容|职责|责任|限制|义务|权利|地点|方式|方法|措施|任务|申请|申报|审批|审核|批准|受理|负责|牵头|配合|部门|单位|机构|行为|"
    r"写明|提到|规定|说明|情形|情况|事项|项目|办理|执行|实施|施行|工作日|定义|含义|原则|名单"
)
_FEW = 8  # one in so many documents may hold a word that tells one of them, and one of a few


def document_asked(desk: Desk, asked: Understanding, rest: str) -> list[Policy] | None:
    """The document a question about a whole is about: one, several it may be ([] for any), None where its words name none."""
    policies = list(desk.policies.values())
    if len(policies) == 1:
        return policies if not rest or _names_it(desk, rest, policies[0]) else None
    named = desk.directory.one_of_each(asked.meant.named)
    if named and (not rest or (len(named) == 1 and _names_it(desk, rest, named[0]))):
        return named
    if not rest:
        return []
    called = desk.directory.called(rest)
    clearly = desk.directory.clearly_meant(asked.meant)
    if not called and clearly and _names_it(desk, rest, clearly[0]):
        return clearly
    return called or None


def by_its_words(desk: Desk, asked: Understanding, asking: re.Pattern[str], policies: Sequence[Policy]) -> list[Policy]:
    """Of several policies that a question may mean, the one that clearly holds most of the words beside ``asking`` that the library knows,
    in its title or its text (积分入户, 临港“双特”); all of them where none does."""
    likely = desk.directory.ranked(asked.meant)[:_LIKELY]
    texts = [(fold(policy.title), desk.folded_text(policy)) for policy in likely]
    words = [pair for pair in left_beyond(desk, asked, asking) if any(desk.index.knows(word) or desk.index.knows(f"_{word}") for word in pair[0])]
    if len(likely) < 2 or sum(weight for _, weight in words) < _TELLING:
        return list(policies)
    for shares in ([share(words, title) for title, _ in texts], [share(words, text) for _, text in texts]):
        first, second = sorted(shares, reverse=True)[:2]
        if first >= _MOST and first - second >= _CLEARLY_MORE:
            return [likely[shares.index(first)]]
    return list(policies)


def _names_it(desk: Desk, rest: str, policy: Policy) -> bool:
    """True if what is left of a question only names ``policy``: by its title, its place, its number or its issuer."""
    for words in (*desk.directory.places_of(policy), *map(fold, policy.issuers), *re.findall(r"[\u4e00-\u9fff]{2,}", policy.doc_number)):
        rest = rest.replace(words, "")
    whole = bare_title("".join(policy.issuers)) + bare_title(policy.title)
    return not rest or in_order(rest, whole) or policy in desk.directory.called(rest, shortest=1)


def words_tell_one(desk: Desk, asked: Understanding) -> bool:
    """True if a question that names a clause by its number says of which document: by a title, a number or a place, or by a word of
    its own that few documents hold (第六条积分入户要满多少分), not by those of any clause alone (第四条规定的标准是多少)."""
    if asked.meant.named or asked.meant.places or asked.titles or len(desk.policies) == 1:
        return True
    rest = OF_ANY_CLAUSE.sub(" ", QUESTION_FRAME.sub(" ", without_asking(without_clauses(asked.folded))))
    few = max(1, len(desk.policies) // _FEW)
    own = words_asked(desk, asked) if asked.english else whole_words(desk, rest)
    held = (desk.index.measures_holding(word) for words, _ in own for word in words if len(word) > 1)
    return any(holding is not None and np.count_nonzero(holding) <= few for holding in held)
