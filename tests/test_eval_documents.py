"""What a gold path means in the parse: the clause of that path, or the nearest one that contains it."""

from __future__ import annotations

import pytest

from eval.documents import clauses_meant

_PARSE = [("题",), ("第一章", "第六条"), ("第一章", "第七条"), ("第二章", "第八条"), ("关于深化人才制度改革的意见", "一"), ("入户指标体系及分值表", "4")]


@pytest.mark.parametrize(
    ("gold", "meant"),
    [
        (("第一章", "第六条"), {("第一章", "第六条")}),
        (("第八条",), {("第二章", "第八条")}),
        (("第一章", "第六条", "(二)"), {("第一章", "第六条")}),
        (("附件", "4"), {("入户指标体系及分值表", "4")}),
        (("人才制度改革意见", "一"), {("关于深化人才制度改革的意见", "一")}),
        (("第九条",), {("第九条",)}),
    ],
)
def test_a_gold_path_means_the_nearest_clause_that_contains_it(gold: tuple[str, ...], meant: set[tuple[str, ...]]) -> None:
    assert clauses_meant(gold, _PARSE) == meant


def test_the_title_of_another_part_is_another_clause() -> None:
    two = [("甲市促进外贸发展若干意见", "一"), ("乙区人才住房保障办法", "一")]
    assert clauses_meant(("人才住房保障办法", "一"), two) == {("乙区人才住房保障办法", "一")}
