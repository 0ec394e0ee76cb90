"""The pages of the authoring room, each module of them named once so that its routes are there."""

from __future__ import annotations

from maslak_companion.authoring import course_views, editor_views
from maslak_companion.authoring.blueprint import blueprint
from maslak_companion.authoring.editions import upstream_views
from maslak_companion.authoring.editions import views as edition_views
from maslak_companion.authoring.pictures import views as picture_views
from maslak_companion.authoring.reviews import views as review_views
from maslak_companion.authoring.titles import views as title_views

__all__ = [
    "blueprint", "course_views", "edition_views", "editor_views", "picture_views", "review_views", "title_views", "upstream_views",
]  # fmt: skip
