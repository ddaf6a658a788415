"""A camera's playlist: each address becomes one of ours, none leads elsewhere."""

import pytest

from data.cameras import playlist
from data.sources.fetching import SourceFault

URL = "https://cam.example/live/a.m3u8"


def turned(text):
    return playlist.rewrite(text, URL, lambda url: f"[{url}]")


def test_every_address_is_turned_whatever_form_it_has():
    text = ("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-MAP:URI=\"init.mp4\",BYTERANGE=\"1@0\"\n"
            "#EXT-X-KEY:METHOD=AES-128,URI=\"/k?x=1\"\n#EXTINF:2,\nseg 1.ts\n\n#EXTINF:2,\nhttps://cam.example/b.ts\n")
    assert turned(text) == (
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-MAP:URI=\"[https://cam.example/live/init.mp4]\",BYTERANGE=\"1@0\"\n"
        "#EXT-X-KEY:METHOD=AES-128,URI=\"[https://cam.example/k?x=1]\"\n#EXTINF:2,\n"
        "[https://cam.example/live/seg 1.ts]\n\n#EXTINF:2,\n[https://cam.example/b.ts]\n")


@pytest.mark.parametrize("line", ["https://evil.example/a.ts", "//evil.example/a.ts", "http://cam.example/a.ts",
                                  "https://cam.example:444/a.ts", "file:///etc/passwd", "data:video/mp2t,x",
                                  '#EXT-X-KEY:METHOD=AES-128,URI="http://169.254.169.254/"',
                                  "https://cam.example@evil.example/a.ts"])
def test_what_leads_to_another_host_is_refused(line):
    with pytest.raises(SourceFault) as refused:
        turned(f"#EXTM3U\n#EXTINF:2,\n{line}\n")
    assert refused.value.code == "redirected"


@pytest.mark.parametrize("text", ["", "<html>", "seg.ts", "#EXTM3U\n" + "a.ts\n" * 3_000])
def test_what_is_no_playlist_is_refused(text):
    with pytest.raises(SourceFault) as refused:
        turned(text)
    assert refused.value.code == "wrong_kind"
