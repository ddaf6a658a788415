"""What the machine and the process take; what the system does not say is unknown, never made up."""

from data.platform import machine


def test_the_machine_says_what_it_has(tmp_path):
    found = machine.machine(tmp_path)
    assert found.cores >= 1
    assert 0 < found.disk_free_mb <= found.disk_mb
    assert found.host


def test_where_the_system_says_nothing_it_is_unknown(tmp_path):
    found = machine.machine(tmp_path, proc=tmp_path)
    assert (found.memory_mb, found.memory_free_mb) == (None, None)
    assert "memory_mb" not in machine.process(tmp_path)
    assert machine.process(tmp_path)["threads"] >= 1


def test_lines_that_are_no_numbers_are_passed_over(tmp_path):
    (tmp_path / "meminfo").write_text("MemTotal: 2048 kB\nMemAvailable: lots\n\n???")
    found = machine.machine(tmp_path, proc=tmp_path)
    assert (found.memory_mb, found.memory_free_mb) == (2, None)
