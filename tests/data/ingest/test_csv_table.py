"""CSV as it really comes: marks, padding, line breaks, cut-off ends, other encodings."""

from pathlib import Path

import pytest

from data.errors import Invalid
from data.ingest.source import Options, open_table


def table(folder: Path, content: bytes | str, **options: str):
    path = folder / "t.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(path, Options(**options))


def refusal(folder: Path, content: bytes | str, **options: str) -> Invalid:
    with pytest.raises(Invalid) as refused:
        table(folder, content, **options)
    return refused.value


def test_it_reads_through_a_mark_padded_headers_and_blanks(tmp_path):
    found = table(tmp_path, "\ufeffFacilityName,Council ,NTA\nEngine 4,\"1,000,867\",Park City       \n")
    assert list(found.frame.columns) == ["FacilityName", "Council", "NTA"]
    assert found.frame.iloc[0].tolist() == ["Engine 4", "1,000,867", "Park City"]


def test_every_value_stays_text_as_it_was_written(tmp_path):
    found = table(tmp_path, "id,zip,lon\n007,00501,-73.90\n")
    assert found.frame.iloc[0].tolist() == ["007", "00501", "-73.90"]


def test_it_finds_semicolons_and_tabs_by_itself(tmp_path):
    assert table(tmp_path, "a;b\n1;2,5\n").frame.iloc[0].tolist() == ["1", "2,5"]
    assert table(tmp_path, "a\tb\n1\t2\n").frame.iloc[0].tolist() == ["1", "2"]


def test_a_line_break_inside_quotes_belongs_to_the_value(tmp_path):
    found = table(tmp_path, 'id,text\n1,"two\nlines"\n2,x\n')
    assert found.frame["text"].tolist() == ["two\nlines", "x"]
    assert found.numbers.tolist() == [2, 3]


def test_a_row_with_too_few_or_too_many_columns_is_set_aside_with_its_number(tmp_path):
    found = table(tmp_path, "id,a,b\n1,x,y\n2,x\n3,x,y,z\n4,x,y\n")
    assert found.frame["id"].tolist() == ["1", "4"]
    assert found.numbers.tolist() == [2, 5]
    assert found.broken == ((3, "2,x"), (4, "3,x,y,z"))


def test_two_columns_of_one_name_stay_apart(tmp_path):
    assert list(table(tmp_path, "id,x,x\n1,2,3\n").frame.columns) == ["id", "x", "x (3)"]


def test_a_file_cut_off_amid_a_row_is_refused_as_a_whole(tmp_path):
    refused = refusal(tmp_path, "id,a,b\n1,x,y\n2,x")
    assert (refused.code, refused.values["row"]) == ("file_ends_early", 3)


def test_a_quote_that_never_closes_is_refused_as_a_whole(tmp_path):
    assert refusal(tmp_path, 'id,a\n1,"x\n2,y\n3,z\n').code == "quote_not_closed"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00\x01\x02\x03"])
def test_nothing_readable_is_refused(tmp_path, content):
    assert refusal(tmp_path, content).code in ("file_is_empty", "no_header")


def test_a_header_without_rows_is_an_empty_file(tmp_path):
    assert refusal(tmp_path, "id,a,b\n").code == "file_is_empty"


def test_another_encoding_is_refused_until_the_mapping_names_it(tmp_path):
    content = "id,名称\n1,坪山\n".encode("gbk")
    assert refusal(tmp_path, content).code == "not_in_encoding"
    assert table(tmp_path, content, encoding="gbk").frame.iloc[0].tolist() == ["1", "坪山"]


def test_bad_bytes_after_a_good_header_are_refused_too(tmp_path):
    assert refusal(tmp_path, b"id,a\n1,\xff\xfe\n").code == "not_in_encoding"


def test_an_encoding_nobody_knows_is_refused(tmp_path):
    assert refusal(tmp_path, "id,a\n1,2\n", encoding="klingon").code == "not_in_encoding"


def test_a_picture_called_csv_is_refused(tmp_path):
    refused = refusal(tmp_path, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4)
    assert refused.code in ("not_in_encoding", "no_header", "unreadable_file")


def test_a_zero_character_never_gets_in(tmp_path):
    assert table(tmp_path, "id,a\n1,x\x00y\n").frame.iloc[0].tolist() == ["1", "xy"]


def test_an_unknown_kind_of_file_is_refused(tmp_path):
    path = tmp_path / "cases.docx"
    path.write_bytes(b"x")
    with pytest.raises(Invalid) as refused:
        open_table(path, Options())
    assert refused.value.code == "unknown_file_type"
    assert ".csv" in refused.value.values["known"]
