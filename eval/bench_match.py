"""How fast the batch matcher is: ``python -m eval.bench_match [--enterprises N] [--items N]``, one core.

The items are real ones (of the shared policies), repeated up to the wanted number under other ids with their conditions varied, so
that nothing is saved by equal conditions; the enterprises are drawn at random from the vocabularies, each with statements of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from assistant.matching.batch import BatchMatcher
from assistant.matching.matcher import Offer
from assistant.matching.profile import Profile, Statement
from assistant.matching.reading_fields import read_record
from corpus.policy import AnyOf, Condition, Policy
from corpus.support.vocabulary import SECTIONS, SIZES
from eval.support.labels import policy_of
from eval.texts import shared_folder

_SEED = 20260101
_PLACES = ("四川省成都市", "北京市海淀区", "福建省三明市", "广东省广州市", "广西壮族自治区南宁市", "重庆市", "辽宁省铁岭市", "上海市")
_QUALIFICATIONS = ("高新技术企业", "专精特新中小企业", "科技型中小企业", "规模以上工业企业", "龙头企业")
_ACTS = ("受疫情影响", "没有裁员", "生产防疫物资", "新购置设备", "租用国有房产", "新招用员工", "举办展会", "研发疫苗", "出口", "技术改造", "新建厂房", "引进人才", "开展职业培训", "并购贷款", "首次认定高企")


def policies() -> list[Policy]:
    """Every shared policy that can be read and offers something."""
    found = []
    for file in sorted((shared_folder() / "policies").iterdir()):
        if file.suffix in (".txt", ".html") and file.stat().st_size < 400_000:
            policy = policy_of(file.name)
            if policy.support:
                found.append(policy)
    return found


def many_offers(offers: list[Offer], wanted: int) -> list[Offer]:
    """``wanted`` offers, the repeated ones with varied words in their conditions."""
    found = list(offers)
    turn = 0
    while len(found) < wanted:
        turn += 1
        for offer in offers[: wanted - len(found)]:
            groups = tuple(AnyOf(tuple(_varied(c, turn) for c in group.options)) for group in offer.groups)
            found.append(replace(offer, groups=groups, soft=frozenset()))
    return found[:wanted]


def _varied(condition: Condition, turn: int) -> Condition:
    return replace(condition, text=condition.text + "年度项目重点专项"[turn % 8])


def enterprises(count: int) -> list[Profile]:
    """Random enterprises, every one with statements that no other has."""
    chance = random.Random(_SEED)
    found = []
    for number in range(count):
        profile = read_record({
            "name": f"企业{number}", "places": [chance.choice(_PLACES)], "industry": chance.choice("ABCDEFGHIJKLMNOPQR"), "size": chance.choice(SIZES),
            "qualifications": chance.sample(_QUALIFICATIONS, chance.randint(0, 2)), "doing": chance.sample(_ACTS, 3), "employees": chance.randint(3, 900),
        })
        found.append(replace(profile, statements=(*profile.statements, Statement(f"第{number}号产品生产线"), Statement(f"年产{number}套"),), loan=Decimal(number)))
    return found


def main() -> None:
    """Print one line of JSON with the seconds of each step and the peak memory."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_match", description=__doc__)
    parser.add_argument("--enterprises", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=2_000)
    arguments = parser.parse_args()
    matcher = BatchMatcher(policies(), date(2021, 6, 1))
    real = len(matcher.offers)
    matcher.offers = many_offers(matcher.offers, arguments.items)
    began = time.perf_counter()
    profiles = enterprises(arguments.enterprises)
    read = time.perf_counter() - began
    began, cpu = time.perf_counter(), time.process_time()
    codes = matcher.verdicts(profiles)
    matched = time.perf_counter() - began
    conditions = {(o.text, o.kind) for offer in matcher.offers for g in offer.groups for o in g.options}
    print(json.dumps({
        "enterprises": len(profiles), "items": len(matcher.offers), "of them real": real, "distinct conditions": len(conditions), "sections": len(SECTIONS),
        "read profiles s": round(read, 2), "match s": round(matched, 2), "match cpu s": round(time.process_time() - cpu, 2), "met": int(np.sum(codes == 1)), "unclear": int(np.sum(codes == 0)),
        "unmet": int(np.sum(codes == -1)), "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }, ensure_ascii=False))


if __name__ == "__main__":
    main()
