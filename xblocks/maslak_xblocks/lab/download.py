"""The learner's data as a file of its own."""

from __future__ import annotations

from webob import Response

from maslak_xblocks.errors import AttemptOverError
from maslak_xblocks.lab.contract import Situation
from maslak_xblocks.lab.errors import UnknownFormError
from maslak_xblocks.lab.generators.writing import list_forms, write_file


def give_data(situation: Situation, wanted: str) -> Response:
    """Give the newest attempt's data as an attachment. Raises AttemptOverError and UnknownFormError."""
    if situation.data is None or situation.attempt is None:
        raise AttemptOverError("no attempt has begun")
    form = next((form for form in list_forms(situation.document.maker) if form.name == wanted), None)
    if form is None:
        raise UnknownFormError("the data has no such form", form=wanted[:40])
    name = f"{situation.document.maker.STEM}-{situation.attempt.number}.{form.ending}"
    kind = "text/csv" if form.ending == "csv" else "text/plain"
    response = Response(write_file(situation.data, form), content_type=kind, charset="utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
