"""A profile from fields: a JSON record, a row of a CSV, the form of the page. Chinese and English names alike."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from assistant.matching.numbers import figures_in
from assistant.matching.profile import KINDS, Figure, Profile, Statement
from assistant.matching.reading_text import read_text
from assistant.matching.size_classes import sizes_possible
from assistant.matching.wording import without_negation
from corpus.errors import BadInput
from corpus.numerals import find_dates
from corpus.policy import Audience
from corpus.support.areas import Area, area_in
from corpus.support.vocabulary import (
    SECTIONS,
    SIZES,
    audiences_in,
    ownership_in,
    qualifications_in,
    sections_in,
    sizes_in,
    trades_in,
)

# Every name a field goes by; whatever goes by none of them is kept as a fact under its own name.
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name", "名称", "企业名称", "单位名称", "company"), "kind": ("kind", "type", "类型", "主体类型", "企业类型"),
    "places": ("places", "place", "location", "region", "city", "district", "province", "address", "所在地", "注册地", "地区", "区域", "注册地址", "地址", "所在区域", "省", "市", "区", "区县", "城市", "片区"),
    "industry": ("industry", "行业", "所属行业", "行业门类", "行业代码"), "business": ("business", "主营", "主营业务", "经营范围", "业务", "products"),
    "size": ("size", "scale", "规模", "企业规模"), "above_scale": ("above_scale", "规上", "规模以上", "是否规上"), "ownership": ("ownership", "所有制", "企业性质", "性质", "控股情况"),
    "qualifications": ("qualifications", "qualification", "tags", "labels", "certifications", "资质", "资质荣誉", "荣誉", "认定", "标签", "企业资质"), "lacks": ("lacks", "没有的资质", "未取得的资质", "缺少资质"),
    "complete": ("complete", "资质已列全", "qualifications_complete"), "founded": ("founded", "established", "成立日期", "成立时间", "注册时间", "注册日期"),
    "employees": ("employees", "staff", "从业人员", "从业人数", "员工人数", "职工人数", "员工数", "人数"), "revenue": ("revenue", "turnover", "营业收入", "营收", "年营收", "主营业务收入", "销售额"),
    "assets": ("assets", "资产总额", "总资产"), "loan": ("loan", "贷款", "贷款金额", "贷款余额"), "investment": ("investment", "投资额", "总投资", "项目投资", "固定资产投资"),
    "doing": ("doing", "projects", "project", "activities", "做的和打算做的事", "事项", "项目"), "plans": ("plans", "needs", "需求", "计划", "诉求", "打算"), "facts": ("facts", "其他事实", "其他情况", "情况", "状态", "state"), "text": ("text", "description", "描述", "说明", "简介", "备注"),
}  # fmt: skip
_FIELD_OF = {name.lower(): field for field, names in FIELDS.items() for name in names}
_IGNORED = frozenset({"id", "编号", "序号", "统一社会信用代码", "信用代码", "as_of", "联系人", "联系电话", "电话"})
_YES = frozenset({"true", "是", "有", "1", "yes", "y", "√"})
_NO = frozenset({"false", "否", "无", "没有", "0", "no", "n", "×"})
_LONGEST_LINE = 200_000


def read_record(record: Mapping[str, Any], today: date | None = None) -> Profile:
    """A profile from a record of fields. Raises BadInput naming the field that cannot be read."""
    if not isinstance(record, Mapping):
        raise BadInput("企业画像应当是一个 JSON 对象（a profile must be a JSON object）")
    given: dict[str, list[Any]] = {}
    facts: dict[str, Any] = {}
    for key, value in record.items():
        name = str(key).strip()
        if value is None or value == "" or value == [] or name.lower() in _IGNORED:
            continue
        field = _FIELD_OF.get(name.lower())
        if field == "facts" and isinstance(value, Mapping):
            facts.update({str(k): v for k, v in value.items()})
        elif field is None:
            facts[name] = value
        else:
            given.setdefault(field, []).extend(value if isinstance(value, list) else [value])
    base = read_text("；".join(_words(given, "text")), today) if "text" in given else Profile()
    return _profile(given, facts, base, today)


def _words(given: Mapping[str, list[Any]], field: str) -> list[str]:
    return [piece.strip() for value in given.get(field, []) for piece in re.split(r"[;；|\n]", str(value)) if piece.strip()]


def _profile(given: Mapping[str, list[Any]], facts: Mapping[str, Any], base: Profile, today: date | None) -> Profile:
    kind = _kind(_words(given, "kind"), given) or base.kind
    industry = [piece for words in _words(given, "industry") for piece in re.split(r"[、,，]", words)]
    business = [piece for words in _words(given, "business") for piece in re.split(r"[、,，]", words)]
    sections = _sections(industry) | (frozenset() if industry else sections_in("、".join(business))) or base.sections
    employees, revenue, assets = _count(given), _money(given, "revenue"), _money(given, "assets")
    sizes = frozenset().union(*(_size(words) for words in _words(given, "size"))) or base.sizes
    if not sizes:
        sizes = sizes_possible(sections, employees, revenue, assets)
    described = "、".join(_words(given, "kind"))
    sections = sections or sections_in(described)
    sizes = sizes or sizes_in(described)
    statements, figures = _facts(facts, today)
    statements += [_statement(words, planned=False) for words in _words(given, "facts")]
    statements += [_statement(words, planned=True) for words in _words(given, "plans")]
    statements = [*base.statements, *(_statement(words, planned=False) for words in (*_words(given, "doing"), *business)), *statements]
    for words in _words(given, "doing"):
        figures += figures_in(words, "", today)
    listed = _listed(given, "qualifications")
    held = frozenset(name for words in listed for name in (qualifications_in(words) or (words,)))
    statements += [_statement("取得" + words, planned=False) for words in listed]
    lacks = frozenset(name for words in _listed(given, "lacks") for name in (qualifications_in(words) or (words,)))
    area, zones = _places(_words(given, "places"))
    above = _truth(given, "above_scale")
    if above is None and any(re.search(r"规上|规模以上", words) for words in _words(given, "size")):
        above = True
    return Profile(
        name="、".join(_words(given, "name")) or base.name, kind=kind, area=area or base.area, zones=zones or base.zones, outside=base.outside,
        sections=sections, trades=tuple(dict.fromkeys((*industry, *business, *trades_in("、".join(business)), *base.trades))), sizes=sizes,
        above_scale=above if above is not None else base.above_scale,
        ownership=next((o for o in map(ownership_in, (*_words(given, "ownership"), described)) if o), base.ownership),
        qualifications=(held | base.qualifications) - lacks, lacks=lacks | base.lacks, complete=bool(_truth(given, "complete")) or base.complete,
        founded=_day(given) or base.founded, employees=employees if employees is not None else base.employees,
        revenue=revenue if revenue is not None else base.revenue, assets=assets if assets is not None else base.assets,
        loan=_money(given, "loan") or base.loan, investment=_money(given, "investment") or base.investment,
        statements=tuple(statements), figures=(*base.figures, *figures), text=base.text,
    )


def _kind(words: list[str], given: Mapping[str, list[Any]]) -> str:
    for word in words:
        if word in KINDS:
            return word
        found = audiences_in(word)
        if found and found[-1] is not Audience.PROJECT:
            return found[-1].value
        if re.search(r"政府|机关|部门", word):
            return "政府部门"
    if words and not re.search(r"公司|企业|有限|股份|独资", "".join(words)):
        raise BadInput(f"不认识的主体类型“{words[0]}”；可用：{'、'.join(KINDS)}（unknown kind）")
    firm = words or any(name in given for name in ("industry", "size", "revenue", "qualifications", "ownership", "above_scale", "business"))
    return Audience.ENTERPRISE.value if firm else ""


def _sections(words: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        if re.fullmatch(r"[A-Ta-t](?:\d{2,4})?", word):
            found.add(word[0].upper())
        else:
            found |= {letter for letter, name in SECTIONS.items() if word == name or (len(word) > 1 and word in name)} or sections_in(word)
    return frozenset(found)


def _size(words: str) -> frozenset[str]:
    if words in SIZES:
        return frozenset({words})
    return sizes_in(words if "企业" in words else words + "企业") or frozenset(name for name in SIZES if name[0] == words[:1])


def _listed(given: Mapping[str, list[Any]], field: str) -> list[str]:
    return [piece.strip() for words in _words(given, field) for piece in re.split(r"[、,，]", words) if piece.strip() and piece.strip() not in _NO]


def _places(words: list[str]) -> tuple[Area, tuple[str, ...]]:
    area = Area()
    for place in (area_in("".join(words)), *map(area_in, words)):
        area = Area(area.province or place.province, area.city or place.city, area.district or place.district)
    zones = tuple(w for w in words if re.search(r"片区|园|示范区|开发区|自贸|高新区|新区|科学城|保税区|村|美食街", w))
    return area, zones


def _facts(facts: Mapping[str, Any], today: date | None) -> tuple[list[Statement], list[Figure]]:
    statements: list[Statement] = []
    figures: list[Figure] = []
    for name, value in facts.items():
        plain = str(value).strip()
        if isinstance(value, bool) or plain.lower() in _YES | _NO:
            holds = value if isinstance(value, bool) else plain.lower() in _YES
            core, denied = without_negation(name)
            statements.append(Statement(core, holds != denied))
            continue
        if isinstance(value, (int, float)):
            unit = re.search(r"[（(](?P<unit>[^）)]{1,4})[）)]$", name)
            figures += figures_in(f"{re.sub(r'[（(].*$', '', name)}{value}{unit['unit'] if unit else ''}", "", today)
            continue
        text = plain if isinstance(value, str) else "、".join(map(str, value)) if isinstance(value, list) else plain
        figures += figures_in(f"{name}{text}" if re.match(r"[\d一二两三四五六七八九十约]", text) else f"{name}：{text}", "", today)
        statements.append(_statement(f"{name}{text}", planned=False))
    return statements, figures


def _statement(words: str, *, planned: bool) -> Statement:
    core, denied = without_negation(words)
    return Statement(core if denied else words, not denied, planned)


def _count(given: Mapping[str, list[Any]]) -> int | None:
    for value in given.get("employees", []):
        digits = re.search(r"\d+", str(value).replace(",", ""))
        if not digits:
            raise BadInput(f"从业人员“{value}”不是数字（employees is not a number）")
        return int(digits.group())
    return None


def _money(given: Mapping[str, list[Any]], field: str) -> Decimal | None:
    """元; 500万元 and 1.2亿 are read, a bare number is 元."""
    for value in given.get(field, []):
        plain = str(value).replace(",", "").replace("，", "").strip()
        match = re.fullmatch(r"(?:约|人民币)?(\d+(?:\.\d+)?)\s*(万|亿)?元?", plain)
        if not match:
            raise BadInput(f"{FIELDS[field][2] if len(FIELDS[field]) > 2 else field}“{value}”不是金额（{field} is not an amount）")
        try:
            return Decimal(match[1]) * {"万": 10**4, "亿": 10**8, None: 1}[match[2]]
        except InvalidOperation:  # pragma: no cover - the pattern lets no such number through
            return None
    return None


def _truth(given: Mapping[str, list[Any]], field: str) -> bool | None:
    for value in given.get(field, []):
        plain = str(value).strip().lower()
        if plain in _YES:
            return True
        if plain in _NO:
            return False
    return None


def _day(given: Mapping[str, list[Any]]) -> date | None:
    for value in given.get("founded", []):
        plain = str(value).strip()
        try:
            return date.fromisoformat(plain[:10])
        except ValueError:
            days = find_dates(plain)
            if days:
                return days[0][2]
            year = re.match(r"(\d{4})(?:年|[-/.](\d{1,2}))?", plain)
            if year and 1800 < int(year[1]) < 2200 and 1 <= int(year[2] or 1) <= 12:
                return date(int(year[1]), int(year[2] or 1), 1)
            raise BadInput(f"成立日期“{plain}”读不出来，例如 2020-05-01（founded is not a date）") from None
    return None


# --- files ------------------------------------------------------------------------------------------------


def read_file(path: Path, today: date | None = None) -> Profile:
    """The profile in a JSON file, or the words of a text file. Raises BadInput."""
    try:
        words = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"读不了 {path.name}：请用 UTF-8 的 JSON 或文本文件（cannot read the profile）：{getattr(error, 'strerror', None) or 'not UTF-8'}") from None
    if not words.lstrip().startswith(("{", "[")):
        if not words.strip():
            raise BadInput(f"{path.name} 是空的（empty profile）")
        return read_text(words, today)
    try:
        record = json.loads(words)
    except (ValueError, RecursionError):
        raise BadInput(f"{path.name} 不是有效的 JSON（not JSON）") from None
    return read_entry(record, path.name, today)


def read_entry(record: Any, where: str, today: date | None = None) -> Profile:
    """``{"profile": {…}}``, ``{"text": "…"}`` or the fields themselves. Raises BadInput saying where."""
    if not isinstance(record, Mapping):
        raise BadInput(f"{where}：企业画像应当是一个 JSON 对象（a profile must be a JSON object）")
    inner = record.get("profile")
    if inner is None and isinstance(record.get("text"), str) and set(record) <= {"id", "text", "as_of"}:
        return read_text(record["text"], today)
    if inner is not None and not isinstance(inner, Mapping):
        raise BadInput(f"{where}：profile 应当是一个对象（profile must be an object）")
    try:
        return read_record(inner if inner is not None else record, today)
    except BadInput as error:
        raise BadInput(f"{where}：{error}") from None


def read_batch(path: Path, today: date | None = None) -> Iterator[tuple[str, Profile]]:
    """Every (id, profile) of a JSON Lines or CSV file, in order. Raises BadInput naming the line."""
    try:
        lines = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise BadInput(f"读不了 {path.name}：{error.strerror}（cannot read the batch）") from None
    with lines:
        try:
            rows = csv.DictReader(lines) if path.suffix.lower() == ".csv" else _json_lines(lines, path.name)
            for number, row in enumerate(rows, 1):
                if not any(str(v or "").strip() for v in row.values() if not isinstance(v, list)):
                    continue
                name = str(row.get("id") or row.get("编号") or row.get("统一社会信用代码") or row.get("企业名称") or row.get("name") or number)
                yield name, read_entry({k: v for k, v in row.items() if k is not None}, f"{path.name} 第 {number} 行", today)
        except UnicodeDecodeError:
            raise BadInput(f"{path.name} 不是 UTF-8（not UTF-8）；请在表格软件中另存为“CSV UTF-8”") from None
        except csv.Error as error:
            raise BadInput(f"{path.name} 不是有效的 CSV（not CSV）：{error}") from None


def _json_lines(lines: Any, name: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line) if len(line) <= _LONGEST_LINE else None
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, Mapping):
            raise BadInput(f"{name} 第 {number} 行不是 JSON 对象（line {number} is not a JSON object）")
        if "profile" not in record and not isinstance(record.get("text"), str):
            raise BadInput(f"{name} 第 {number} 行缺少 profile 或 text（line {number} has neither profile nor text）")
        yield record
