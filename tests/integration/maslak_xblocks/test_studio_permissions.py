"""Who may edit in Studio: its editors carry no mark on the runtime, only the services that it gives to what it loads."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.factories.xblock import LESSON, BareRuntime
from webob import Request
from xblock.core import XBlock
from xblock.fields import ScopeIds
from xblock.reference.user_service import UserService, XBlockUser

from maslak_xblocks.contracts import BLOCKS

COURSE = "course-v1:Maslak+NUM-100+run"


class UsageKey(str):
    """A usage key as the platform's: it knows its course."""

    course_key = COURSE


class Permissions:
    """Studio's own service, as far as a block asks it."""

    def __init__(self, writable: str) -> None:
        self.writable = writable

    def can_write(self, course_key: str) -> bool:
        return course_key == self.writable


class User(UserService):
    """The platform's user service."""

    def __init__(self, is_staff: bool, language: str | None = None) -> None:
        super().__init__()
        self.is_staff, self.language = is_staff, language

    def get_current_user(self) -> XBlockUser:
        user = XBlockUser(is_current_user=True)
        user.opt_attrs = {"edx-platform.user_is_staff": self.is_staff, "edx-platform.user_preferences": {"pref-lang": self.language}}
        return user


def preview(block_type: str, **services: Any) -> tuple[int, str]:
    """Ask an editor for its preview, with a payload that only its author is told about."""
    runtime = BareRuntime(user=None)
    runtime._services.update(services)  # as Studio does before it calls a handler of an editor
    block = runtime.construct_xblock_from_class(XBlock.load_class(block_type), ScopeIds(None, block_type, "d", UsageKey("u")))
    answer = runtime.handle(block, "studio_preview", Request.blank("/", method="POST", content_type="application/json", body=b"{}"))
    return answer.status_int, json.loads(answer.body)["code"]


@pytest.mark.parametrize("block_type", BLOCKS)
def test_whoever_may_write_in_the_course_edits_in_studio(block_type: str) -> None:
    assert preview(block_type, user=User(False), studio_user_permissions=Permissions(COURSE)) == (400, "invalid_payload")


@pytest.mark.parametrize("block_type", BLOCKS)
def test_whoever_may_write_in_another_course_only_does_not(block_type: str) -> None:
    assert preview(block_type, user=User(False), studio_user_permissions=Permissions("course-v1:X+Y+Z")) == (403, "not_author")
    assert preview(block_type, user=User(False)) == (403, "not_author")
    assert preview(block_type) == (403, "not_author")


def test_staff_are_known_by_the_service_of_the_platform() -> None:
    assert preview("maslak_lesson", user=User(True)) == (400, "invalid_payload")


@pytest.mark.parametrize(("preferred", "spoken"), [("ar", "ar"), ("fr-ma", "fr"), ("de", None), (None, None)])
def test_interface_speaks_the_language_that_the_learner_prefers_on_the_platform(preferred: str | None, spoken: str | None) -> None:
    runtime = BareRuntime()
    runtime._services["user"] = User(False, preferred)
    block = runtime.get_block(runtime.parse_xml_string(LESSON.encode()))
    assert block.learner.language == spoken
    assert f'lang="{spoken or "fr"}"' in runtime.render(block, "student_view").content
