"""Versions of the model that sorts texts: what each learned from, how good it is, since when it is in force."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts import form
from dashboard.parts.table import Cell, Column, Row, table
from dashboard.speech import Words
from data.algorithms import runs, switching
from data.algorithms.switching import LONGEST_REASON
from data.models.triage import TriageModel
from data.triage import versions
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "models": "模型版本", "models_about": "正确率为五折交叉检验，检验用的案件不参与学习",
        "model": "版本", "state": "状态", "made": "训练于", "cases": "学习案件", "up_to": "截至", "classes": "类别",
        "pieces": "词汇量", "right": "正确率", "calibration_error": "校准误差", "used": "近 28 天经人确认",
        "used_said": "{answered} 件中 {confirmed} 件", "compared": "与在用版本比",
        "why": "结论",
        "is_model": "第 {version} 版", "in_force": "● 在用，自 {time}", "kept": "○ 可退回", "gone": "— 未留存",
        "other_classes": "— 类别或程序已变，不可用", "by_program": "程序自动", "by": "{time} · {name}",
        "compared_said": "{right} 比 {before}（新案件 {count} 件）", "not_judged": "案件太少，未检验",
        "first": "首版", "not_worse": "不差于在用版本，已启用", "worse": "不如在用版本，未留存",
        "waits": "不差于在用版本；因有人退回旧版，待人启用", "classes_changed": "类别或程序已变，重新学习",
        "put_by": "{name} 于 {time} 启用第 {version} 版：{reason}",
        "held": "在用的不是最新版本：新版本只留存，不自动启用；启用最新版本后恢复自动。",
        "no_models": "还没有模型：首版训练完成前不提出类别建议", "choose": "改用版本", "put": "改用", "reason": "原因",
        "sure": "确认改用", "option": "第 {version} 版 · {date}",
        "option_right": "第 {version} 版 · {date} · 正确率 {right}",
    },
    "en": {
        "models": "Versions of the model",
        "models_about": "right: by cross-validation in five folds; what is asked was not learned from",
        "model": "Version", "state": "State", "made": "Learned", "cases": "From cases", "up_to": "Up to",
        "classes": "Classes", "pieces": "Vocabulary", "right": "Right", "calibration_error": "Calibr. error",
        "used": "Confirmed, 28 d", "used_said": "{confirmed} of {answered}",
        "compared": "Beside the one before", "why": "Outcome", "is_model": "Model {version}",
        "in_force": "● in force since {time}", "kept": "○ kept", "gone": "— not kept",
        "other_classes": "— of other classes or code, of no use", "by_program": "program", "by": "{time} · {name}",
        "compared_said": {"one": "{right} to {before} ({count} new case)",
                          "other": "{right} to {before} ({count} new {count:case|cases})"},
        "not_judged": "too few cases to judge", "first": "the first",
        "not_worse": "not worse: put in force", "worse": "worse: not kept",
        "waits": "not worse; waits, because somebody went back",
        "classes_changed": "classes or code changed: learned anew",
        "put_by": "{name} put model {version} in force, {time}: {reason}",
        "held": "The one in force is not the newest: newer ones are kept and do not come into force by themselves, "
                "until somebody puts the newest in force.",
        "no_models": "There is no model yet: no class is proposed before the first", "choose": "Go by",
        "put": "Put in force", "reason": "Reason", "sure": "Put in force", "option": "model {version} of {date}",
        "option_right": "model {version} of {date}, {right} right",
    },
}
KEYS = ("model", "state", "made", "cases", "up_to", "classes", "pieces", "right", "calibration_error", "used",
        "compared", "why")
NUMBERS = ("cases", "classes", "pieces", "right", "calibration_error")


def shown(visit: Visit, t: Words) -> Component:
    """Return every version, newest first, and for who may the way to another one."""
    found, now, codes = versions.listed(visit), versions.in_force(visit), versions.codes_of(versions.names(visit))
    rows = [Row(cells=cells(visit, t, one, state(visit, t, one, now, codes))) for one in found]
    return html.Section([
        html.H2([t("models"), html.Small(t("models_about"))]),
        html.P(t("held"), className="is-worse", **{"data-held": "1"}) if versions.is_held(visit) else None,
        put_by(visit, t, now), choosing(visit, t, found, now, codes),
        table([Column(key=key, heading=t(key), is_number=key in NUMBERS) for key in KEYS], rows, empty=t("no_models")),
    ], **{"data-register": "triage_models"})


def state(visit: Visit, t: Words, one: TriageModel, now: TriageModel | None, codes: list[str]) -> Cell:
    """Return whether a version is in force, or may be."""
    if one is now and one.in_force_at is not None:
        return Cell(text=t("in_force", time=t.when(one.in_force_at, visit.now)), marks={"data-model-state": "in_force"})
    key = "gone" if not one.size_bytes else "kept" if versions.fits(one, codes) else "other_classes"
    return Cell(text=t(key), marks={"data-model-state": key})


def cells(visit: Visit, t: Words, one: TriageModel, stands: Cell) -> dict[str, Cell]:
    """Return the cells of one version."""
    error = one.score.get("calibration_error")
    return {
        "model": Cell(text=t("is_model", version=one.version), marks={"data-model": str(one.version)}), "state": stands,
        "made": Cell(text=t("by", time=t.when(one.made_at, visit.now), name=name_of(t, one.made_by))),
        "cases": Cell(text=t.count(one.cases)),
        "up_to": Cell(text=t.when(one.up_to, visit.now) if one.up_to is not None else "—"),
        "classes": Cell(text=t.count(len(one.classes))), "pieces": Cell(text=t.count(one.pieces)),
        "right": Cell(text=share(one, "right") or t("not_judged")),
        "calibration_error": Cell(text="—" if error is None else f"{error:.1%}"),
        "used": Cell(text=used(t, one)), "compared": Cell(text=compared(t, one)),
        "why": Cell(text=t(one.verdict), marks={"data-verdict": one.verdict})}


def name_of(t: Words, name: str) -> str:
    """Return who made a version or put it in force."""
    return t("by_program") if name == runs.JOB.name else name


def share(one: TriageModel, measure: str) -> str:
    """Return a share in percent; nothing where it is not known."""
    found = one.score.get(measure)
    return "" if found is None else f"{found:.1%}"


def compared(t: Words, one: TriageModel) -> str:
    """Return how a version did beside the one in force on cases that neither had learned from."""
    if "right_before" not in one.score:
        return "—"
    return t("compared_said", right=share(one, "right_fresh"), before=share(one, "right_before"),
             n=int(one.score["fresh"]), count=t.count(int(one.score["fresh"])))


def used(t: Words, one: TriageModel) -> str:
    """Return how many of its proposals people confirmed, of those that they decided on."""
    if "answered" not in one.score:
        return "—"
    return t("used_said", answered=t.count(int(one.score["answered"])), confirmed=t.count(int(one.score["confirmed"])))


def put_by(visit: Visit, t: Words, now: TriageModel | None) -> Component | None:
    """Return who put the version in force there by hand, and why; nothing where the program did."""
    if now is None or now.in_force_at is None or not now.reason:
        return None
    return html.P(t("put_by", name=now.put_by, version=now.version, reason=now.reason,
                    time=t.when(now.in_force_at, visit.now)))


def choosing(visit: Visit, t: Words, found: Sequence[TriageModel], now: TriageModel | None,
             codes: list[str]) -> Component | None:
    """Return the form that puts another version in force; nothing for who may not, or where there is none."""
    able = [one for one in found if one is not now and one.size_bytes and versions.fits(one, codes)]
    if switching.RIGHT not in visit.scope.may or not able:
        return None
    return html.Div(form.form("put", [
        form.choice("version", t("choose"), [(str(one.version), option(t, one)) for one in able]),
        form.text("reason", t("reason"), maxlength=str(LONGEST_REASON), required=True)],
        t("put"), confirm=t("sure"), tone="", inline=True), className="form-end")


def option(t: Words, one: TriageModel) -> str:
    """Return a version as it is chosen."""
    date, right = t.moment(one.made_at), share(one, "right")
    return t("option_right", version=one.version, date=date, right=right) if right else t(
        "option", version=one.version, date=date)
