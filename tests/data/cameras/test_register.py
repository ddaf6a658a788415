"""The register of cameras: what must stand in it, and who sees which."""

import os
from dataclasses import replace

import pytest

from data.cameras import register
from data.errors import Invalid, NotFound
from data.scope import Grant, Scope
from tests import cast, eyes


def ids(read, scope=cast.ALICE):
    with read(scope=scope) as visit:
        return [one.camera.id for one in register.seen_by(visit)]


def test_without_a_register_there_is_no_camera(read):
    assert ids(read) == []


def test_cameras_are_seen_where_the_permission_holds(read, settings):
    eyes.register(settings.data_dir)
    assert ids(read) == [eyes.EAST, eyes.ROUND]
    assert ids(read, cast.BO) == [eyes.EAST]
    assert ids(read, cast.CHEN) == []
    grants = [Grant(permission="cases.view"), Grant(permission="cameras.view", area=cast.EAST_DISTRICT)]
    assert ids(read, Scope.of_grants("x", "X", grants)) == [eyes.ROUND]


def test_a_camera_outside_every_area_is_for_who_looks_at_the_whole_city(read, settings):
    eyes.register(settings.data_dir, eyes.camera("far", 10, 10))
    assert ids(read) == ["far"]
    assert ids(read, cast.BO) == []


def test_one_is_found_only_by_who_may_see_it(read, settings):
    eyes.register(settings.data_dir)
    with read(scope=cast.BO) as visit:
        assert register.find(visit, eyes.EAST).owner == "公安分局"
        for one in (eyes.ROUND, "none", ""):
            with pytest.raises(NotFound):
                register.find(visit, one)


def test_a_register_that_changed_is_read_anew(read, settings):
    eyes.register(settings.data_dir)
    assert len(ids(read)) == 2
    eyes.register(settings.data_dir, eyes.camera("new", *cast.at(1, 1)))
    os.utime(settings.data_dir / "cameras.yaml", (1, 1))
    assert ids(read) == ["new"]


@pytest.mark.parametrize(("more", "why"), [
    ({"kind": "rtsp"}, "cameras.0.kind"), ({"url": "rtsp://a.example/1"}, "cameras.0.url"),
    ({"owner": ""}, "cameras.0"),
    ({"url": "http://u:pw@a.example/"}, "cameras.0.url"), ({"purpose": "x"}, "cameras.0.purpose"),
    ({"retention": ""}, "cameras.0.retention"), ({"angle": 0}, "cameras.0.angle"),
    ({"range_m": -1}, "cameras.0.range_m"),
    ({"face_recognition": "true"}, "cameras.0.face_recognition"), ({"ptz": "true"}, "cameras.0.ptz")])
def test_a_fault_is_named_with_camera_and_field(read, settings, more, why):
    eyes.register(settings.data_dir, eyes.camera("a", 120, 30, **more))
    with pytest.raises(Invalid) as refused:
        ids(read)
    assert refused.value.values["why"].startswith(why)
    assert "pw" not in refused.value.values["why"]


def test_two_cameras_of_one_name_are_a_fault(read, settings):
    eyes.register(settings.data_dir, eyes.camera("a", 120, 30), eyes.camera("a", 121, 30))
    with pytest.raises(Invalid) as refused:
        ids(read)
    assert "two cameras are called a" in refused.value.values["why"]


def test_the_permission_alone_decides_not_a_title(read, settings):
    eyes.register(settings.data_dir)
    assert ids(read, replace(cast.ALICE, may=cast.ALICE.may - {"cameras.view"})) == []
