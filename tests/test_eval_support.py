"""The scorer of support: a perfect reading scores 1, every kind of mistake costs where it should, bad labels are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import BadInput
from eval.support import labels as label_files
from eval.support.labels import item_for, policy_of, read_labels
from eval.support.measures import score_measures
from eval.support.profiles import score_profiles

CHENGDU = "000_83f70eaff25bcdb8.txt"
LAND = "支持提高土地利用效率，推动国有企业通过市场化、法治化方式盘活低效闲置工业用地和楼宇资源，鼓励工业企业按规定利用存量工业土地新建工业厂房或增加原厂房层数，对新增的工业厂房不再增收土地价款；"


def label(**changes: Any) -> dict[str, Any]:
    """The label of the offer of land, as it should be read."""
    conditions = [{"text": "工业企业"}, {"text": "利用存量工业土地"}, {"any": [{"text": "新建工业厂房"}, {"text": "增加原厂房层数"}]}]
    return {
        "id": "x", "policy": CHENGDU, "quote": LAND, "addressed": "claimant", "commitment": "grants", "audience": ["企业"], "conditions": conditions,
        "benefit": ["用地"], "amounts": [],
    } | changes


def test_a_right_reading_scores_full() -> None:
    """Nothing is lost on an item that is read as labelled."""
    score = score_measures([label()]).to_json()
    assert (score["commitment_accuracy"], score["mean_field_f1"], score["amounts_exact"], score["claimant_f1"]) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("changes", "figure"),
    [
        ({"commitment": "explores"}, "commitment_accuracy"), ({"amounts": [{"number": "5", "unit": "元"}]}, "amounts_exact"),
        ({"addressed": "department"}, "claimant_f1"), ({"audience": ["个人"]}, "mean_field_f1"), ({"conditions": []}, "mean_field_f1"),
    ],
)
def test_every_mistake_costs(changes: dict[str, Any], figure: str) -> None:
    """A label that differs from the reading lowers the figure it belongs to."""
    assert score_measures([label(**changes)]).to_json()[figure] < 1


def test_a_wrong_met_is_counted_apart() -> None:
    """An unmet item that is said to be met is the one mistake that may not happen."""
    said = {"id": "p", "policies": [CHENGDU], "as_of": "2024-06-01", "text": "我们是成都重点片区的制造企业，用自己的存量工业用地新建厂房"}
    wanted = {"policy": CHENGDU, "quote": "不再增收土地价款", "status": "unmet"}
    score = score_profiles([said | {"expect": [wanted], "not_offered": [{"policy": CHENGDU, "quote": "建立全市“教师共享中心”"}]}])
    assert (score.wrong_met, score.false_met, score.offered, score.right) == (1, 1, 0, 0)


def test_the_item_of_a_quote_is_found_over_line_breaks() -> None:
    """White space in the quote does not count; another sentence is not taken."""
    support = policy_of(CHENGDU).support
    assert item_for(support, LAND.replace("，", "，\n")) is not None
    assert item_for(support, "这句话不在文件里") is None


@pytest.mark.parametrize("line", ["{", '{"id": "a"}', json.dumps({"id": "a", "policy": CHENGDU, "quote": "x", "addressed": "claimant"})])
def test_a_bad_label_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """A label that cannot be scored stops the scoring with its line."""
    monkeypatch.setattr(label_files, "GOLD", tmp_path)
    (tmp_path / "measures_dev.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="第 1 行"):
        read_labels("measures", "dev")


def test_the_dev_half_is_read_well_enough() -> None:
    """The labels of the Chengdu policy, which ships: no wrong met, and the floors of the dev half."""
    measures = [one for one in read_labels("measures", "dev") if one["policy"] == CHENGDU]
    profiles = [one for one in read_labels("profiles", "dev") if one["policies"] == [CHENGDU]]
    fields, verdicts = score_measures(measures).to_json(), score_profiles(profiles)
    assert len(measures) >= 30
    assert fields["commitment_accuracy"] >= 0.95
    assert fields["mean_field_f1"] >= 0.9
    assert verdicts.wrong_met == 0
    assert verdicts.right >= 0.92 * verdicts.expected


def test_statements_are_counted_by_what_they_should_and_do_make_of_a_condition() -> None:
    from eval.support.statements import score_statements

    label = {
        "id": "x", "policy": "000_83f70eaff25bcdb8.txt", "condition": "中小微企业", "kind": "size", "negated": False,
        "statements": [{"status": "met", "text": "我们是一家小型企业。"}, {"status": "unmet", "text": "我们是大型企业。"}, {"status": "unclear", "text": "我们做外贸。"}],
    }
    assert score_statements([label]) == {"met→met": 1, "unclear→unclear": 1, "unmet→unmet": 1}
