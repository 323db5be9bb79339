"""Lay words for official ones: the table is sound, the longest word wins, and nothing else is touched."""

from __future__ import annotations

import re

from assistant.vocabulary import phrases
from assistant.vocabulary.lexicon import expansions, in_official_words, official_words


def test_every_line_of_the_table_says_something() -> None:
    """No lay word stands for itself alone, and each has an official word."""
    official = official_words()
    assert len(official) > 300
    assert all((meant and any(word != lay for word in meant)) or len(meant) == 1 for lay, meant in official.items())


def test_the_longest_lay_word_wins() -> None:
    """种粮大户 is one word, not 种粮 and 大户."""
    assert in_official_words("种粮大户") == "农业职业经理人"


def test_a_lay_word_within_an_official_one_is_none() -> None:
    """传染 in 传染病 and 国企 in 外国企业 are no words of their own."""
    assert in_official_words("传染病怎么报") == "传染病怎么报"
    assert "国有企业" in expansions("国企能申请吗") and "国有企业" not in expansions("外国企业能申请吗")


def test_official_words_are_left_as_they_are() -> None:
    """A question in official words is read once."""
    question = "融资担保费率降至多少"
    assert in_official_words(question).count("费率") == 1
    assert in_official_words("发文字号是什么") == "发文字号是什么"


def test_lay_and_english_words_bring_official_ones_for_the_search_by_words() -> None:
    """地铁 brings 轨道交通, subway does too."""
    assert "轨道交通" in expansions("地铁谁挑头") and "牵头" in expansions("地铁谁挑头")
    assert "轨道交通" in expansions("who leads the subway work")


def test_an_english_word_matches_whole() -> None:
    """tea is 茶 and teachers are not; every line of the table is a sound expression."""
    assert "茶" in expansions("tea planting") and "茶" not in expansions("teachers")
    assert expansions("registration") and expansions("wetlands") and expansions("x") == ""


def test_a_phrase_is_found_with_little_words_between_its_pieces() -> None:
    """交了一堆假材料 is one thing said, whatever stands for it; a negation or a word that tells is no little word."""
    assert in_official_words("交了一堆假材料") == in_official_words("递假材料") == "提供虚假材料"
    assert "结余资金" in expansions("钱还没花光") and "结余资金" in expansions("剩下的经费")
    assert "资格" not in expansions("牌子不会被摘") and "取消资格" in expansions("牌子会不会被摘")


def test_a_phrase_keeps_what_failed() -> None:
    """What the first piece was stands in the official word where the table says so."""
    assert in_official_words("验收挂了") == "验收不合格" and in_official_words("考核没过关") == "考核不合格"


def test_a_phrase_does_not_cut_through_a_word() -> None:
    """报 in 申报 and 放 in 投放 begin nothing; 验收 at the end of an official word does."""
    assert in_official_words("投放烟花") == "投放烟花"
    assert in_official_words("项目验收挂了") == "项目验收不合格"


def test_the_table_of_phrases_is_sound() -> None:
    """Every form has pieces of one reading each, no first piece is empty, and every line has an official word."""
    for forms, meant in phrases.lines():
        assert meant.split()
        for form in forms.split():
            assert "(" not in re.sub(r"\([^()]*\)", "", form) and not re.search(r"[?？<>]", form), form
            assert all("" not in pieces[0] for pieces in phrases.pieces_of(form)), form
