"""The catalogue of layers: built-in ones and those from outside, each with its state in words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.pages import layers
from data.sources import kept
from data.sources.declared import LAYERS
from data.sources.kept import Kept
from tests import cast
from tests.dashboard.reading import words

PUMPS = ("kind: geojson\ntitle: 泵站\ntitle_en: Pumps\nowner: 水务局\nlicence: CC-BY\nfile: pumps.geojson\n"
         "limits: 仅主城区\napproval: GS(2026)1号\n")


@pytest.fixture
def declared(settings):
    folder = settings.data_dir / "layers"
    folder.mkdir()
    (folder / "pumps.yaml").write_text(PUMPS, encoding="utf-8")
    (folder / "odd.yaml").write_text("kind: pigeon", encoding="utf-8")
    return settings.data_dir


def said(page, scope=cast.ALICE):
    return words(page(layers, scope=scope, language="zh-CN"))


def test_a_layer_says_whose_it_is_how_fresh_and_what_it_lacks(page, declared):
    kept.note(declared, LAYERS.find("pumps", declared), Kept(
        good_at=cast.NOW - timedelta(minutes=9), tried_at=cast.NOW, shapes=12, left_out={"no_shape": 3}))
    text = said(page)
    for part in ("泵站", "水务局", "CC-BY", "审图号 GS(2026)1号", "仅主城区", "正常", "9 分钟前", "12 个要素",
                 "没有图形 3", "每 5 分钟 更新"):
        assert part in text, part


def test_a_broken_layer_and_a_faulty_file_are_told_and_counted(page, declared):
    kept.note(declared, LAYERS.find("pumps", declared), Kept(tried_at=cast.NOW, fault="status", detail="500"))
    text = said(page)
    assert "2 个有问题" in text
    assert "图层不可用 · 正在重试 · 返回错误状态 500" in text
    assert "kind:" not in text


def test_who_keeps_the_files_is_told_which_field_is_wrong(page, declared):
    keeper = replace(cast.ALICE, may=cast.ALICE.may | {"profiles.edit"})
    assert "kind:" in said(page, keeper)


def test_the_built_in_layers_stand_there_too_those_not_seen_as_such(page):
    text = said(page, replace(cast.ALICE, may=frozenset({"areas.view"})))
    assert "尚未声明外部图层" in text
    assert "底图" in text
    assert "无权查看" in text
