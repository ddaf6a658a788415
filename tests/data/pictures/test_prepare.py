"""Pictures made fit to be kept: any bytes are a picture without metadata, or a refusal with its own code."""

import hashlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from data.cases.suspicions import ALIKE_BITS
from data.errors import Invalid
from data.pictures import prepare
from data.pictures.prepare import LONGEST_SIDE, MOST_BYTES, MOST_PIXELS, MOST_PIXELS_WHOLE, MOST_SCANS, look_of
from tests.data.pictures.shots import GPS, MAKER, ORIENTATION, SECRET, opened, scene, shot

# Decoders warn of damaged EXIF and go on; here every warning would be an error.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
CODES = {"picture_unreadable", "picture_too_large", "picture_kind"}
WHOLE = {kind: shot(kind, exif={MAKER: SECRET}) for kind in ("JPEG", "PNG", "WEBP")}


def refused(raw):
    with pytest.raises(Invalid) as error:
        prepare.prepare(raw)
    return error.value.code


def outcome(raw):
    """Return the code of the refusal, "" for none, and the picture where there is one."""
    try:
        return "", prepare.prepare(raw)
    except Invalid as error:
        return error.code, None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_a_jpeg_of_its_size(kind):
    kept = prepare.prepare(WHOLE[kind])
    seen = opened(kept.body)
    assert (seen.format, seen.mode, seen.size) == ("JPEG", "RGB", (320, 240))
    assert (kept.width, kept.height) == (320, 240)
    assert kept.sha256 == hashlib.sha256(kept.body).hexdigest()
    assert len(kept.look) == 16


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_the_camera_wrote_is_kept(kind):
    raw = shot(kind, exif={MAKER: SECRET, GPS: {1: "N", 2: (30.0, 1.0, 2.0)}}, **(
        {"comment": b"taken by me"} if kind == "JPEG" else {}))
    kept = prepare.prepare(raw).body
    assert SECRET.encode() in raw
    assert SECRET.encode() not in kept
    seen = opened(kept)
    assert not seen.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(seen.info)


@pytest.mark.parametrize(("orientation", "size"), [(1, (320, 240)), (3, (320, 240)), (6, (240, 320)), (8, (240, 320))])
def test_a_picture_held_sideways_is_turned_upright(orientation, size):
    upright = scene()
    turns = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    lying = upright.transpose(turns[orientation]) if turns[orientation] is not None else upright
    seen = opened(prepare.prepare(shot(image=lying, exif={ORIENTATION: orientation})).body)
    assert lying.size == size
    assert seen.size == upright.size
    red, green, blue = seen.convert("RGB").getpixel((10, 10))
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


@pytest.mark.parametrize("size", [(4_000, 3_000), (1_700, 20), (20, 5_000)])
def test_a_large_picture_is_made_small(size):
    kept = prepare.prepare(shot(image=scene(size)))
    assert max(kept.width, kept.height) == LONGEST_SIDE
    assert abs(kept.width / kept.height - size[0] / size[1]) / (size[0] / size[1]) < 0.1


def test_a_small_picture_stays_as_it_is():
    for size in ((9, 7), (1, 1)):
        kept = prepare.prepare(shot(image=scene(size)))
        assert (kept.width, kept.height) == size


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_of_colouring_is_taken(mode):
    image = Image.new("I;16", (30, 20), 40_000) if mode == "I;16" else scene((30, 20)).convert(mode)
    assert prepare.prepare(shot("PNG", image)).width == 30


def test_what_is_transparent_is_white():
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert opened(prepare.prepare(shot("PNG", clear)).body).getpixel((5, 5)) == (255, 255, 255)


def test_of_a_moving_picture_the_first_is_kept():
    raw = shot("WEBP", scene(), save_all=True, append_images=[scene(seed=2)], duration=100)
    assert prepare.prepare(raw).width == 320


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_another_kind_of_picture_is_named_as_such(kind):
    assert refused(shot(kind)) == "picture_kind"


@pytest.mark.parametrize("raw", [b"\0\0\0\x18ftypheic\0\0\0\0", b"<svg xmlns=''><script/></svg>", b"%PDF-1.7"])
def test_pictures_of_phones_and_documents_are_another_kind(raw):
    assert refused(raw) == "picture_kind"


@pytest.mark.parametrize("raw", [b"", b"x", b"\0" * 100, b"<html>", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n",
                                 b"RIFF\0\0\0\0WEBP", b"PK\3\4", "照片".encode()])
def test_what_is_no_picture_is_unreadable(raw):
    assert refused(raw) == "picture_unreadable"


def test_a_body_above_ten_megabytes_is_not_looked_at():
    assert refused(WHOLE["JPEG"] + b"\0" * MOST_BYTES) == "picture_too_large"


def png_of(width, height):
    """Return a PNG that says to be this large and holds next to nothing."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (MOST_PIXELS_WHOLE + 1, 1)])
def test_a_bomb_is_not_unpacked(width, height):
    assert refused(png_of(width, height)) == "picture_too_large"


@pytest.mark.parametrize(("width", "code"), [(5_000, ""), (MOST_PIXELS // 9_000 + 1, "picture_too_large")])
def test_a_jpeg_may_be_larger_because_it_is_unpacked_small(width, code):
    assert outcome(shot(image=Image.new("RGB", (width, 9_000), "green"), quality=20))[0] == code


def test_a_picture_that_is_smaller_than_it_says_is_unreadable():
    assert refused(png_of(5_000, 5_000)) == "picture_unreadable"


def test_a_jpeg_of_endless_scans_is_not_unpacked():
    whole = shot(progressive=True)
    start = whole.index(b"\xff\xda")
    assert refused(whole[:-2] + whole[start:-2] * MOST_SCANS + b"\xff\xd9") == "picture_unreadable"


@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 10**6))
def test_a_picture_that_ends_early_is_a_picture_or_unreadable(kind, cut):
    whole = WHOLE[kind]
    assert outcome(whole[:cut % len(whole)])[0] in ("", "picture_unreadable")


@given(st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=8)),
                                                min_size=1, max_size=12))
def test_damaged_bytes_are_a_picture_or_refused_with_a_code(kind, wounds):
    raw = bytearray(WHOLE[kind])
    for at, put in wounds:
        spot = at % len(raw)
        raw[spot:spot + len(put)] = put
    code, kept = outcome(bytes(raw))
    assert code in ("", *CODES)
    if kept is not None:
        assert SECRET.encode() not in kept.body
        assert max(kept.width, kept.height) <= LONGEST_SIDE


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
                                                 b"RIFF\x40\0\0\0WEBPVP8X"]))
def test_any_bytes_are_refused_with_a_code(tail, head):
    assert refused(head + tail) in CODES


def apart(one, other):
    return (int(look_of(one), 16) ^ int(look_of(other), 16)).bit_count()


def test_one_scene_looks_alike_however_it_was_saved():
    image = scene((640, 480))
    small = image.resize((200, 150))
    squeezed = opened(shot("JPEG", image, quality=30))
    assert apart(image, small) <= ALIKE_BITS
    assert apart(image, squeezed) <= ALIKE_BITS


def test_two_scenes_do_not_look_alike():
    assert all(apart(scene(seed=1), scene(seed=other)) > ALIKE_BITS for other in range(2, 12))


def test_the_look_of_a_slope_is_known():
    falling = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_270)
    assert look_of(falling) in ("f" * 16, "0" * 16)
    assert look_of(falling) != look_of(falling.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
