"""A file that prints no title is called by what it says of itself, and marked."""

from __future__ import annotations

import doctest

import pytest

from corpus import supplied_title as room
from corpus.supplied_title import MARK, supplied_title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青山乡人民政府：\n你乡《关于撤并行政村的请示》（青政〔2013〕2号）收悉。现批复如下：\n一、同意撤并。", "对《关于撤并行政村的请示》的批复"),
        ("各有关单位：\n为落实上级部署，我局计划开展典型案例征集工作，现将有关事项通知如下。\n一、要求", "开展典型案例征集工作"),
        ("为贯彻落实省里的决定，加快发展冰雪旅游，结合我县实际，制定本意见。\n一、景区建设", "加快发展冰雪旅游"),
        ("各乡镇：\n经研究，现将我县首批古树名录予以公布。\n附件：名录", "我县首批古树名录"),
    ],
    ids=["a reply", "a call", "a purpose", "an announcement"],
)
def test_an_untitled_file_is_named_in_its_own_words(text: str, expected: str) -> None:
    """What it replies to, calls for, aims at or announces is its name."""
    assert supplied_title(text) == MARK + expected


@pytest.mark.parametrize(
    "text",
    ["每户补助4万元，带动26户以上补助5万元。", "为此，提出以下意见：\n一、总体要求", "", "为" * 2000],
    ids=["a fragment", "nothing said", "empty", "hostile"],
)
def test_a_file_that_says_nothing_of_itself_gets_no_name(text: str) -> None:
    """No name is made up: the file's own name stays."""
    assert supplied_title(text) == ""


def test_the_examples_hold() -> None:
    """The examples in the docstring are true."""
    assert doctest.testmod(room).failed == 0
