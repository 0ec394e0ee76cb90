"""What a page says of an attempt's time: how much there is before it begins, what is left while it runs, and that it was over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from maslak_xblocks.catalogue import Translator
from maslak_xblocks.frame import element_name, ui
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.markup import Html, tag
from maslak_xblocks.timing import Timed, count_allowed, find_allowed, find_end, is_over

if TYPE_CHECKING:
    from maslak_xblocks.base import MaslakBlock

# How many minutes before the end it is said, seen or heard, that so much is left.
_WARNINGS: Final = (10, 5, 1)


def describe_time(attempt: Timed | None, arrangement: HostArrangement, now: datetime) -> dict[str, Any]:
    """Give what a client needs for a clock of its own: the server's time, the limit, and the end of the attempt that runs.

    ``minutes`` is the limit of that attempt, or of the next one where none runs; extra time is included.
    """
    is_running = attempt is not None and attempt.finished_at is None
    end = find_end(attempt, arrangement) if attempt is not None and is_running else None
    if attempt is not None and is_running:
        minutes = count_allowed(attempt.limit, arrangement) if attempt.limit else None
    else:
        minutes = find_allowed(arrangement)
    return {"now": now.isoformat(), "minutes": minutes, "ends_at": end.isoformat() if end else None}


def say_time(block: MaslakBlock, arrangement: HostArrangement, now: datetime) -> Html | None:
    """Say before an attempt begins how long it may take, and that its clock runs on; nothing where there is no limit."""
    minutes = find_allowed(arrangement)
    if minutes is None:
        return None
    translate = block.translator
    told = _say_minutes(translate, minutes, has_extra=minutes != arrangement.minutes)
    rest = translate("The clock starts with the button and runs on when the page is closed or the connection is lost.")
    closes_at = arrangement.closes_at
    soon = closes_at is not None and closes_at < now + timedelta(minutes=minutes)
    closing = translate("It ends at {time} at the latest, when this closes.", time=_write_time(block, closes_at, now)) if soon else ""
    text = f" {rest} {closing}".rstrip()
    return tag("p", {"class": "mk-banner mk-limit", "data-limit": True, **ui(block)}, tag("strong", {}, told), text)


def _say_minutes(translate: Translator, minutes: int, *, has_extra: bool) -> str:
    if has_extra:
        return translate.count("You have {number} minute, extra time included.", "You have {number} minutes, extra time included.", minutes)
    return translate.count("You have {number} minute.", "You have {number} minutes.", minutes)


def render_clock(block: MaslakBlock, attempt: Timed, arrangement: HostArrangement, now: datetime) -> Html | None:
    """Give the clock of a running attempt; without a script it says when the time ends.

    The countdown is not spoken each second. The live region is there from the start, and says the little that must be heard.
    """
    end = find_end(attempt, arrangement)
    if end is None or attempt.finished_at is not None:
        return None
    translate = block.translator
    over = translate("The time is over. What you answered counts.")
    words = {f"at-{minutes}": translate.count("{number} minute left.", "{number} minutes left.", minutes) for minutes in _WARNINGS}
    words |= {
        "hide": translate("Hide the countdown"),
        "show": translate("Show the countdown"),
        "over": translate("The time is over. What you wrote is being sent…"),
        "away": translate(
            "The time is over, and there is no connection. What you wrote is sent as soon as it is back; keep this page open."
        ),
        "signin": translate("The time is over. Sign in again to see your result."),
        "more": translate("You were given more time."),
    }
    until = over if is_over(attempt, arrangement, now) else translate("Until {time}.", time=_write_time(block, end, now))
    name = f"{element_name(block, 'clock')}-left"
    left = tag("span", {"id": name}, translate("Time left:"))
    time = tag("span", {"role": "timer", "aria-labelledby": name, "dir": "ltr", "class": "mk-left", "data-left": True})
    attributes: dict[str, str | int | bool | None] = {f"data-{name}": text for name, text in words.items()}
    attributes |= {"data-now": now.isoformat(), "data-ends": end.isoformat()}
    return tag(
        "div",
        {"class": "mk-clock", "data-clock": True, **attributes, **ui(block)},
        tag("p", {}, tag("span", {"data-until": True}, until), " ", tag("span", {"data-count": True, "hidden": True}, left, " ", time)),
        tag("button", {"type": "button", "class": "mk-lang", "data-toggle": True, "hidden": True}, words["hide"]),
        tag("p", {"role": "status", "class": "mk-says", "data-says": True}),
    )


def say_timed_out(block: MaslakBlock, attempt: Any) -> Html | None:
    """Say beside a result that the attempt ended because its time was over."""
    if not attempt.timed_out:
        return None
    text = block.translator("The time was over, and the attempt has ended. What you answered in time counts.")
    return tag("p", {"class": "mk-banner", "data-timed-out": True}, text)


def _write_time(block: MaslakBlock, at: datetime | None, now: datetime) -> str:
    """Write a time in the learner's time zone, with its day where that is another one."""
    zone = ZoneInfo(block.learner.time_zone)
    assert at is not None
    local = at.astimezone(zone)
    return local.strftime("%H:%M" if local.date() == now.astimezone(zone).date() else "%d/%m/%Y, %H:%M")
