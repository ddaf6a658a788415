"""An instruction, typed: its text stands in the form, and only leaders write any."""

from tests import cast


def test_what_follows_the_number_is_the_text(say, number):
    command = say(f"批示 {number[-4:]} 请区领导 到场", scope=cast.BO)
    assert command.choices[0].effect == {"do": "form", "case": number, "verb": "instruct", "units": [],
                                         "given": {"note": "请区领导 到场"}}


def test_a_dispatcher_has_no_such_verb(say, number):
    assert say(f"instruct {number} go") is None
