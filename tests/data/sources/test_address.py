"""Where a source may be fetched from: public addresses and named ones, whatever form an address takes."""

import pytest

from data.sources.address import Allowed, require_plain

PUBLIC = "93.184.215.14"


@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "240.0.0.1"])
def test_an_address_inside_is_refused_unless_it_is_named(address):
    assert not Allowed().lets("gis.example", address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_address_may_be_asked(address):
    assert Allowed().lets("gis.example", address)


def test_what_the_deployment_names_opens_what_lies_inside():
    allowed = Allowed.of("gis.inside, 10.2.0.0/16, 127.0.0.1")
    assert allowed.lets("gis.inside", "192.168.4.4")
    assert allowed.lets("anything", "10.2.9.9")
    assert allowed.lets("anything", "127.0.0.1")
    assert not allowed.lets("other.inside", "192.168.4.4")
    assert not allowed.lets("anything", "10.3.0.1")


def test_a_named_host_still_leads_to_no_metadata_service():
    assert not Allowed.of("gis.inside").lets("gis.inside", "169.254.169.254")


def test_a_host_is_on_the_list_by_its_name_or_its_address():
    allowed = Allowed.of("gis.inside,10.2.0.0/16")
    assert allowed.names("GIS.inside")
    assert allowed.names("10.2.3.4")
    assert not allowed.names("gis.example")
    assert not allowed.names("10.3.3.4")


@pytest.mark.parametrize("said", ["10.2.0.0/99", "a b", "http://x", "1.2.3", "x..y"])
def test_what_is_neither_a_name_nor_a_network_is_told(said):
    with pytest.raises(ValueError):
        Allowed.of(said)


@pytest.mark.parametrize(("url", "why"), [
    ("ftp://a.example/x", "must begin"), ("file:///etc/passwd", "must begin"), ("gopher://a", "must begin"),
    ("https:///x", "must begin"), ("//a.example", "must begin"), ("https://ok@evil.example/", "user or password"),
    ("https://u:p@a.example/", "user or password"), ("https://a.example/?tk=1", "looks like a key"),
    ("https://a.example/?x=1&Token=1", "looks like a key"), ("https://a.example:99999/", "no URL"),
    ("http://[::1/", "no URL"), ("https://a.example/a b", "signs"), ("https://a.example/\n", "signs"),
    ("https://a.example/" + "x" * 3_000, "too long"),
])
def test_a_url_that_must_not_stand_in_a_file_is_told_why(url, why):
    with pytest.raises(ValueError, match=why):
        require_plain(url)


def test_a_plain_url_is_taken_as_it_is():
    assert require_plain("https://a.example/wms?map=x") == "https://a.example/wms?map=x"
