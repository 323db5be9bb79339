"""eval.damage: the truth it states is the truth, the damage is there, and the benchmark can tell."""

from __future__ import annotations

import random

import pytest

from corpus.errors import BadInput
from eval.damage import KINDS, RATES, Damaged, damage, damage_mixed, is_hanzi, paragraphs
from eval.damage.encodings import read_gbk
from eval.texts import shared_folder, statutes

MADE = [name for name, kind in KINDS.items() if kind.rates]
TEXT = """成都市人民政府办公厅关于支持企业发展的若干政策措施
成府办发〔2023〕5号
各区（市）县政府，市政府各部门：
为深入贯彻落实党中央、国务院决策部署，进一步优化营商环境，制定本措施。
第一章 总则
第一条 对符合条件的企业，给予最高500万元的一次性奖励；同一项目不重复享受。干部应当带头执行，于每年12月31日前报送复核结果。
第二条 “专精特新”企业……按照《中小企业促进法》执行——由市经信局会同市财政局（国资委）制定细则，后续系统对接由各区里负责。
第三条 市级有关部门应当加强指导，表面余量只征一次，定制发展规划。联系电话028-12345678，网址ABC。
（一）支持重点片区优化布局，引导人口和产业向重点片区集聚，加快打造示范性片区单元，推动空间布局整体优化、功能体系整体完善、发展能级整体跃升。
（二）构建多中心、网络化、组团式发展格局，统筹生产、生活、生态空间，软件与信息服务业优先。
本措施自印发之日起施行，有效期3年。
"""


def assert_sound(made: Damaged) -> None:
    """Places are in order and apart on both sides; between them nothing differs."""
    raw = clean = 0
    for span in made.spans:
        assert raw <= span.raw_start <= span.raw_end
        assert clean <= span.clean_start <= span.clean_end
        assert made.raw[raw : span.raw_start] == made.clean[clean : span.clean_start]
        assert all(span.clean_start <= place < span.clean_end for place in span.missing)
        assert span.kind in KINDS
        raw, clean = span.raw_end, span.clean_end
    assert made.raw[raw:] == made.clean[clean:]
    assert all(
        made.raw[span.raw_start : span.raw_end] != made.clean[span.clean_start : span.clean_end]
        for span in made.spans
        if span.clean_end - span.clean_start < 2  # a long run may by chance read as it should
    )


@pytest.mark.parametrize("kind", MADE)
def test_places_are_all_that_differs(kind: str) -> None:
    for seed in range(6):
        for rate in KINDS[kind].rates:
            assert_sound(damage(TEXT, kind, rate, seed))


@pytest.mark.parametrize("kind", MADE)
def test_damage_is_there_and_bears_its_name(kind: str) -> None:
    made = [damage(TEXT, kind, KINDS[kind].rates[-1], seed) for seed in range(12)]
    assert any(span.kind == kind for one in made for span in one.spans)
    assert all(one.kind == kind for one in made)
    assert all(one.raw != one.clean for one in made if one.spans)


@pytest.mark.parametrize("kind", MADE)
def test_a_seed_makes_the_same_damage(kind: str) -> None:
    rate = KINDS[kind].rates[-1]
    assert damage(TEXT, kind, rate, 7) == damage(TEXT, kind, rate, 7)
    if rate != 1.0 or 0.2 in KINDS[kind].rates:  # otherwise the whole document is damaged, always the same
        assert len({damage(TEXT, kind, 0.2, seed).raw for seed in range(30)}) > 1


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("text", ["", "\n", "a", "第", " ", "？\n\n", "𠮷𠮷𠮷𠮷𠮷"])
def test_any_text_can_be_damaged(kind: str, text: str) -> None:
    for seed in range(2):
        assert_sound(damage(text, kind, KINDS[kind].rates[-1], seed))


@pytest.mark.parametrize("rate", [-0.1, 1.1])
def test_a_rate_is_a_share(rate: float) -> None:
    with pytest.raises(ValueError, match="rate"):
        damage(TEXT, "zero_width", rate, 0)


def test_rates_are_met() -> None:
    """The share of Chinese characters struck comes near the rate over many seeds."""
    total = sum(map(is_hanzi, TEXT))
    for kind in ("pinyin_toned", "pinyin_dense", "gbk_both_lost", "asterisks", "gbk_lost", "gbk_dropped", "gbk_inserted"):
        for rate in (0.02, 0.2):
            struck = 0
            for seed in range(150):
                made = damage(TEXT, kind, rate, seed)
                for span in made.spans:
                    if kind.startswith("pinyin"):
                        struck += 1
                    elif span.kind in (kind, "gbk_both_lost"):
                        struck += sum(map(is_hanzi, made.clean[span.clean_start : span.clean_end]))
            assert struck / (150 * total) == pytest.approx(rate, rel=0.25), kind


def test_the_lenient_decoder_is_the_real_one() -> None:
    """Our reading, which says where each byte went, gives what Python's codec gives."""
    draw = random.Random(1)
    for _ in range(3000):
        data = bytes(draw.choice((draw.randrange(0x81, 0xFF), draw.randrange(0x40, 0x7F), 0x30, 0xFF, 0x80)) for _ in range(12))
        ours = "".join(character or "\ufffd" for _, _, character in read_gbk(data + b"\n\n\n"))
        assert ours == (data + b"\n\n\n").decode("gb18030", "replace")


def test_a_lost_byte_damages_as_the_codec_does() -> None:
    """The raw line is a real decoding of the line's bytes with one of them overwritten."""
    line = "支持重点片区优化布局，引导人口和产业向重点片区集聚"
    for seed in range(40):
        made = damage(line, "gbk_lost", 1.0, seed)
        if len(made.spans) != 1 or len(made.spans[0].missing) > 2:
            continue
        (span,) = made.spans
        for mark, blot in (("?", b"?"), ("\ufffd", b"\xff")):
            data = bytearray(line.encode("gbk"))
            data[2 * span.clean_start : 2 * span.clean_start + 1] = blot
            read = bytes(data).decode("gb18030", "replace").replace("\ufffd", mark)
            if made.raw == read or made.raw == read.translate(str.maketrans("！？；：，（）", "!?;:,()")):
                break
        else:
            raise AssertionError(made.raw)


@pytest.mark.parametrize("kind", ["utf8_gbk", "utf8_latin1", "utf8_cp1252", "gbk_latin1", "big5_gbk"])
def test_lossless_kinds_lose_nothing(kind: str) -> None:
    for seed in range(10):
        assert not any(span.missing for span in damage(TEXT, kind, 1.0, seed).spans)


def test_utf8_as_latin1_goes_back() -> None:
    made = damage(TEXT, "utf8_latin1", 1.0, 0)
    assert made.raw.encode("latin-1").decode("utf-8") == made.clean == TEXT


def test_traditional_kinds_keep_the_simplified_truth() -> None:
    made = damage(TEXT, "gbk_lost_trad", 0.2, 5)
    assert made.clean == TEXT
    assert {"gbk_lost_trad", "script_s2t"} <= {span.kind for span in made.spans}


def test_naive_conversion_takes_wrong_candidates() -> None:
    """Taken character by character, 后 于 干 里 余 stand where they never should."""
    raws = "".join(damage("皇后在里昂，干燥。", "script_naive", 1.0, seed).raw for seed in range(20))
    assert "后" not in raws
    assert "後" in raws
    assert {"幹", "乾"} & set(raws)


def test_wrapped_lines_are_as_long_as_they_should_be() -> None:
    for seed in range(10):
        made = damage(TEXT, "wrap_indent", 1.0, seed)
        assert made.raw.replace("\n", "") == made.clean.replace("\n", "")
        assert all(sum(1 if c.isascii() else 2 for c in line) <= 2 * 46 for line in made.raw.split("\n"))


def test_newlines_before_unnumbered_lines_are_owned_to_be_lost() -> None:
    made = damage(TEXT, "newlines_gone", 1.0, 0)
    for span in made.spans:
        numbered = made.clean[span.clean_end :].startswith(("第", "（"))
        assert span.kind == ("newlines_gone" if numbered else "newlines_gone_unnumbered")


def test_paragraphs_takes_off_markup() -> None:
    assert paragraphs("# 法\n\n<!-- INFO END -->\n\n## 第一章 总则\n 甲 \n") == "法\n第一章 总则\n甲"


@pytest.mark.parametrize("rate", RATES)
def test_mixed_damage_is_sound(rate: float) -> None:
    seen = set()
    for seed in range(25):
        made = damage_mixed(TEXT, rate, seed)
        assert_sound(made)
        assert made == damage_mixed(TEXT, rate, seed)
        seen |= {span.kind for span in made.spans}
    assert len(seen) > 12


def test_statutes_damaged_are_sound() -> None:
    try:
        shared_folder()
    except BadInput as absent:
        pytest.skip(f"needs the shared texts: {absent}")
    for seed, text in zip(range(5), statutes(), strict=False):
        assert_sound(damage_mixed(text.text[:3000], 0.05, seed))


def test_judging_tells_right_from_wrong() -> None:
    """A perfect repair scores 1, none scores 0, and a deletion too many is a fault."""
    from eval.repair_bench.judgement import judge, without_layout

    for kind in ("pinyin_toned", "gbk_lost", "script_s2t", "wrap_blank", "doubled_stops", "zero_width", "furniture"):
        made = damage(TEXT, kind, KINDS[kind].rates[-1], 3)
        assert made.spans
        perfect, nothing = judge(made, made.clean).whole, judge(made, made.raw).whole
        assert perfect.exact
        assert perfect.restored == perfect.damaged > 0
        assert perfect.distance_after == 0
        assert nothing.restored <= 0.1 * nothing.damaged, kind
        assert nothing.distance_after > 0
    made = damage(TEXT, "doubled_stops", 0.2, 3)
    short = judge(made, made.clean.replace("企业", "企")).whole
    assert short.restored == short.damaged
    assert short.distance_after == TEXT.count("企业")
    assert without_layout("甲 \n\n\u3000乙")[0] == "甲\n乙"


def test_judging_lays_faults_to_their_steps() -> None:
    """A right step, a wrong one and a false alarm are told apart, and a proposal is not held against it."""
    from corpus.repair.records import Certainty, RepairedText, Step
    from eval.damage import Span
    from eval.repair_bench.judgement import judge

    made = Damaged("甲(jiǎ)乙丙？丁戊", "甲乙丙庚丁戊", "pinyin_toned", (
        Span(1, 6, 1, 1, "pinyin_toned"), Span(8, 9, 3, 4, "gbk_both_lost", (3,)),
    ))  # fmt: skip

    def step(start: int, end: int, after: str, certainty: Certainty) -> Step:
        return Step(0, "test", start, end, start, end, made.raw[start:end], after, certainty)

    steps = (
        step(1, 6, "", Certainty.CERTAIN),
        step(7, 8, "病", Certainty.LIKELY),
        step(8, 9, "己", Certainty.UNCERTAIN),
    )
    starts = (0, 6, 7, 8, 9, 10)
    repaired = RepairedText("甲乙病己丁戊", steps, starts, tuple(s + 1 for s in starts), ((3, 4),))
    whole = judge(made, repaired).whole
    assert (whole.damaged, whole.restored) == (2, 1)
    assert (whole.places, whole.wrong_places, whole.proposals, whole.wrong_proposals) == (2, 1, 1, 1)
    assert (whole.false_alarms, whole.grave_alarms) == (0, 0)  # it touches the lost character: blamed, not alarmed
    assert whole.wrong_steps == {"certain": 0, "likely": 1, "uncertain": 1}


def test_a_small_benchmark_runs() -> None:
    """Two kinds over three texts come out as tables."""
    from eval.repair_bench.checks import damaged_check
    from eval.repair_bench.tables import tables
    from eval.repair_bench.texts import held_out_texts

    try:
        shared_folder()
    except BadInput as absent:
        pytest.skip(f"needs the shared texts: {absent}")
    texts = held_out_texts(3, 600)
    part = damaged_check(texts, ("pinyin_toned", "title_repeats"), (0.05,), 2)
    assert set(part) == {"pinyin_toned", "title_repeats"}
    run = {"date": "", "commit": "", "dirty": False, "machine": "", "texts": 3, "damaged": part}
    assert "pinyin_toned" in tables(run)
