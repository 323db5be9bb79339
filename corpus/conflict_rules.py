"""Rules on conflict (冲突规则): what holds where two policies cover one case, in the document's own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.policy import Span

_RULE = re.compile(
    r"取高不重复|[就从取择按]高(?:、|，)?不(?:就低|重复|累加|叠加|兼得)|[从择]优[、，]?不重复|就高(?:的)?原则|从优原则|按照?(?:最高|从高|就高|较高)(?:的)?(?:标准|原则|额度|一项|档次)|执行最高额|"
    r"不(?:得|能|可|予|再)?(?:重复|叠加|同时)(?:享受|补贴|补助|奖励|资助|扶持|支持|兑现|给予)|只能?(?:享受|选择)其中(?:之一|[一1][项次种])|"
    r"不一致的?[，,]?[^。；\n]{0,40}(?:为准|执行|从其|从高)|不一致的[，,]?[^。；\n]{0,10}按[^。；\n]{0,20}规定|"
    r"(?:有|出台|另有|如有|有新)[^。；\n，]{0,16}(?:规定|政策|要求)的?[，,]?(?:从其(?:新)?规定|按其规定|按新规定|遵照执行|我[市省区县][^。；\n，]{0,4}遵照)|从其(?:新)?规定|從其規定|"
    r"(?:相)?(?:抵触|冲突|矛盾)的?[，,]?[^。；\n]{0,40}(?:为准|执行|适用|从其)|[^。；\n]{0,12}相关(?:支持)?政策[，,]我[省市区县旗]遵照执行|与上级政策不一致|以上级[^。；\n]{0,16}为准"
)
_SENTENCE_END = "。；\n"
_LONGEST = 400  # characters to each side; a longer stretch without a stop is a table


def read_rules(text: str, without: Iterable[Span] = ()) -> tuple[str, ...]:
    """The sentences of ``text`` that rule on conflicts, as printed, each once, in order."""
    skipped = sorted(without)
    found: dict[str, None] = {}
    done = 0
    for match in _RULE.finditer(text):
        if match.start() < done or any(s.start <= match.start() < s.end for s in skipped):
            continue
        start = match.start()
        while start > max(0, match.start() - _LONGEST) and text[start - 1] not in _SENTENCE_END:
            start -= 1
        end = match.end()
        while end < min(len(text), match.end() + _LONGEST) and text[end - 1] not in _SENTENCE_END:
            end += 1
        done = end
        found[text[start:end].strip()] = None
    return tuple(found)
