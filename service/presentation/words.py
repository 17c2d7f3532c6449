"""Gaps, verdicts, reasons and bounds as people read them, in the languages that labels have."""

from typing import Literal

from service.model import Bound, GapReason, Nature, ReasonCode, VerdictWord

Language = Literal["zh", "en"]

GAPS: dict[Language, dict[GapReason, str]] = {
    "zh": {
        "not_mentioned": "未提及",
        "no_number": "无数字",
        "conflict": "有矛盾",
        "not_comparable": "不可比",
        "not_analysed": "无文献",
    },
    "en": {
        "not_mentioned": "not mentioned",
        "no_number": "no number",
        "conflict": "conflict",
        "not_comparable": "not comparable",
        "not_analysed": "not analysed",
    },
}

VERDICTS: dict[Language, dict[VerdictWord, str]] = {
    "zh": {"comparable": "可比", "with_care": "慎比", "not_comparable": "不可比"},
    "en": {"comparable": "comparable", "with_care": "with care", "not_comparable": "not comparable"},
}

REASONS: dict[Language, dict[ReasonCode, str]] = {
    "zh": {
        "different_level": "层级不同",
        "dates_differ": "时间不同",
        "scope_differs": "范围不同",
        "definition_differs": "口径不同",
        "per_differs": "分母不同",
        "nature_differs": "性质不同",
        "bounds_overlap": "区间重叠",
        "single_source": "来源单一",
        "conflict": "有矛盾",
    },
    "en": {
        "different_level": "different levels",
        "dates_differ": "dates differ",
        "scope_differs": "scopes differ",
        "definition_differs": "definitions differ",
        "per_differs": "denominators differ",
        "nature_differs": "natures differ",
        "bounds_overlap": "bounds overlap",
        "single_source": "single source",
        "conflict": "conflict",
    },
}

# A level is what is expected and has no word.
NATURES: dict[Language, dict[Nature, str]] = {
    "zh": {"level": "", "increment": "增量", "cumulative": "累计", "target": "目标", "share": "占比"},
    "en": {
        "level": "",
        "increment": "increment",
        "cumulative": "cumulative",
        "target": "target",
        "share": "share",
    },
}

HEADINGS: dict[Language, tuple[str, str]] = {"zh": ("指标", "可比性"), "en": ("measure", "verdict")}

SIGNS: dict[Bound, str] = {"eq": "", "ge": "≥", "le": "≤", "gt": ">", "approx": "≈"}

# The groups that measures of the catalogue stand in; a user's own group is its own label.
THEMES: dict[Language, dict[str, str]] = {
    "zh": {
        "dispatch": "选派与驻村",
        "funding": "经费与资金",
        "pay": "报酬与补贴",
        "poverty": "贫困与脱贫",
        "industry": "产业与增收",
        "management": "管理与考核",
        "organisation": "组织建设",
        "services": "搬迁与基础设施",
        "results": "走访与办实事",
        "derived": "推算指标",
    },
    "en": {
        "dispatch": "Dispatch and residency",
        "funding": "Funding",
        "pay": "Pay and allowances",
        "poverty": "Poverty",
        "industry": "Industry and income",
        "management": "Management and assessment",
        "organisation": "Party organisations",
        "services": "Relocation and infrastructure",
        "results": "Results",
        "derived": "Derived measures",
    },
}


def theme_label(group: str, language: Language) -> str:
    """The name of a group of measures."""
    return THEMES[language].get(group, group)
