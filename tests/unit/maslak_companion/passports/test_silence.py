"""A silent registry is asked by one alone, and only now and then."""

from __future__ import annotations

from maslak_companion.passports.silence import PAUSE_SECONDS, Silence


class Timer:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_registry_that_answers_is_asked_every_time() -> None:
    silence = Silence(Timer())
    silence.note(silent=False)
    assert [silence.may_ask() for _ in range(3)] == [True, True, True]


def test_silent_registry_is_asked_by_one_alone_after_a_pause() -> None:
    timer = Timer()
    silence = Silence(timer)
    silence.note(silent=True)
    assert not silence.may_ask()
    timer.at += PAUSE_SECONDS
    assert [silence.may_ask() for _ in range(3)] == [True, False, False]


def test_answer_ends_the_pause_for_everybody() -> None:
    silence = Silence(Timer())
    silence.note(silent=True)
    silence.note(silent=False)
    assert [silence.may_ask() for _ in range(2)] == [True, True]


def test_whoever_asked_and_never_came_back_does_not_silence_the_others_for_ever() -> None:
    timer = Timer()
    silence = Silence(timer)
    silence.note(silent=True)
    timer.at += PAUSE_SECONDS
    assert silence.may_ask()
    timer.at += PAUSE_SECONDS
    assert silence.may_ask()
