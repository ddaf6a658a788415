"""Every verb's line in the timeline reads well in both languages, details included."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.drawer.happened import told
from dashboard.drawer.opened import open_case
from dashboard.speech import LANGUAGES, Words
from data.cases import workflow
from data.cases.queries import Told
from data.cases.states import Verb
from tests import cast, pile

LATER = (cast.NOW + timedelta(hours=3)).isoformat()
DETAILS = [
    ({"names": ["甲组", "乙组"], "names_en": ["Team A", "Team B"], "units": ["1", "2"]}, "甲组 + 乙组",
     "Team A + Team B"),
    ({"department": "roads", "department_before": "clean"}, "环卫处 → 道路处", "Sanitation office → Roads office"),
    ({"department": "roads", "department_before": None}, "交道路处", "to Roads office"),
    ({"departments": ["roads", "fire"]}, "道路处、消防队", "Roads office, Fire brigade"),
    ({"class_before": "0101", "class": "0102", "proposed": None}, "暴露垃圾 → 道路破损", "Garbage → Broken road"),
    ({"class_before": "0101", "class": "0101", "proposed": {"class": "0101"}}, "暴露垃圾 · 与建议一致",
     "Garbage · as proposed"),
    ({"class_before": "unclassified", "class": "0102", "proposed": {"class": "0101"}},
     "待分类 → 道路破损 · 建议为暴露垃圾", "to classify → Broken road · proposed: Garbage"),
    ({"until": LATER, "reason": "等料"}, "申请延至 13:00", "until 13:00"),
    ({"due_before": cast.NOW.isoformat(), "due": LATER}, "时限 10:00 → 13:00", "deadline 10:00 → 13:00"),
    ({"due_before": None, "due": LATER}, "时限 未定 → 13:00", "deadline none → 13:00"),
    ({"level_before": 4, "level": 3}, "社区 → 街道", "Community → Street"),
    ({"contacted": True, "solved": True, "satisfied": None}, "已联系、已解决", "reached, solved"),
    ({"contacted": True, "solved": False, "satisfied": False}, "已联系、未解决、不满意",
     "reached, not solved, not satisfied"),
    ({"grade": 4}, "4 分", "grade 4"),
    ({"departments": ["roads"], "names": ["道路处"], "names_en": ["Roads office"], "due": LATER}, "道路处 · 限 13:00",
     "Roads office · due 13:00"),
    ({"department": "roads", "in_time": False, "minutes": 9}, "道路处 · 超时", "Roads office · late"),
    ({"department": None, "due": LATER}, "限 13:00", "due 13:00"),
    ({"outcome": "not_reported"}, "未反馈", "not reported on"), ({"via": "visit", "supporter": 5}, "上门", "by visit"),
    ({"supporters": 2, "channel": "hotline", "priority_before": 3, "priority": 2}, "共 3 人反映 · 三级 → 二级 · 热线",
     "3 reports in all · P3 → P2 · hotline"),
    ({"part": "26000001", "part_state": "closed"}, "子案 26000001 已结案", "part 26000001: Closed"),
    ({"into": "26000002", "voices": [1], "parts": [7]}, "案件 26000002", "case 26000002"),
    ({"pictures": 2}, "2 张图片", "2 pictures"),
    ({"suspicions": ["within_minutes", "own_handler"]}, "存疑：上报后数分钟即结案、处置人自行结案",
     "doubtful: closed within minutes of the report, closed by whoever handled it"),
    ({"closed_before": "closed"}, "原为「已结案」", "was “Closed”"),
    ({"into": "26000001"}, "案件 26000001", "case 26000001"),
    ({"parts": ["26000001", "26000002"]}, "子案 26000001、26000002", "parts 26000001, 26000002"),
    ({"audience": "leaders"}, "限领导", "for leaders"), ({"due": LATER}, "限 13:00", "due 13:00"),
    ({"source": "demo", "category": "0101"}, "", ""), ({"units": ["x"]}, "", ""), ({}, "", ""),
    ({"until": "nonsense"}, "申请延至 未定", "until none"),
]


@pytest.mark.parametrize(("details", "chinese", "english"), DETAILS, ids=lambda one: str(one)[:30])
def test_details_read_in_both_languages(write, read, details, chinese, english):
    with write() as visit:
        number = pile.put(visit).case_no
    event = Told(version=2, verb="remark", before="reported", after="reported", at=cast.NOW, person=None,
                 by_name="Alice", note="", details=details)
    for language, said in zip(LANGUAGES, (chinese, english), strict=True):
        with read() as visit:
            one = open_case(visit, Words(language=language, zone=visit.zone), workflow.find(visit, number))
            assert " · ".join(told(one, event)) == said


def test_every_verb_has_its_word_for_a_line():
    for language in LANGUAGES:
        t = Words(language=language, zone=ZoneInfo("Asia/Shanghai"))
        assert all(t(f"verbs.{verb}") for verb in Verb)
