"""The blocks' host in the classroom: evidence, arrangements and language, in process and in the handler's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from maslak_companion.classroom.frameworks import title_of
from maslak_companion.classroom.runtime.rooms import ROOMS
from maslak_companion.classroom.services import choose_content_language, find_content_language
from maslak_companion.offerings.services import find_arrangement, find_exam
from maslak_companion.progress.services import CompetencyRating, EvidenceContext, list_ratings, record_evidence
from maslak_domain.language import Language
from maslak_xblocks.host import HostArrangement, HostLearner, HostOutcome, HostRating, Observation

if TYPE_CHECKING:
    from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime


class ClassroomHost:
    """Answers `maslak_xblocks.host.Host` for the learner of one runtime."""

    def __init__(self, runtime: ClassroomRuntime) -> None:
        self._runtime = runtime
        self._session = runtime.session
        self._visit = runtime.visit
        self._reader = runtime.reader
        # A block asks more than once within one request, and the answer is the same.
        self._arrangements: dict[str, HostArrangement] = {}
        self._content_languages: list[Language | None] = []

    def learner(self) -> HostLearner:
        """Return the learner under an opaque key."""
        reader = self._reader
        return HostLearner(key=reader.learner_id.hex, is_staff=reader.is_staff, language=reader.language)

    def content_language(self) -> Language | None:
        """Return the language in which the learner reads, or None before the first choice."""
        if not self._content_languages:
            self._content_languages.append(find_content_language(self._session, self._reader.learner_id))
        return self._content_languages[-1]

    def set_content_language(self, language: Language) -> None:
        """Remember the language, from now on and in every unit."""
        choose_content_language(self._session, self._reader.learner_id, language)
        self._content_languages.append(language)

    def arrangement(self, usage_key: str) -> HostArrangement:
        """Return what was granted to the learner for the block and what its instructor set, within the offering's own dates."""
        if usage_key not in self._arrangements:
            self._arrangements[usage_key] = self._read_arrangement(usage_key)
        return self._arrangements[usage_key]

    def _read_arrangement(self, usage_key: str) -> HostArrangement:
        offering = self._visit.offering
        granted = find_arrangement(self._session, self._reader.learner_id, offering, usage_key)
        exam = find_exam(self._session, offering, usage_key)
        exam_mode, minutes = exam is not None, exam.minutes if exam else None
        if granted is None:
            return HostArrangement(exam_mode=exam_mode, opens_at=offering.opens_at, closes_at=offering.closes_at, minutes=minutes)
        return HostArrangement(
            extra_attempts=granted.extra_attempts,
            extra_time=granted.extra_time,
            exam_mode=exam_mode,
            opens_at=granted.opens_at or offering.opens_at,
            closes_at=granted.closes_at or offering.closes_at,
            minutes=minutes,
        )

    def record_evidence(self, usage_key: str, observations: Sequence[Observation]) -> HostOutcome:
        """Record evidence in the transaction of the block's own state; raises `NothingAssessedError`."""
        now = self.now()
        context = EvidenceContext(issuer=self._reader.issuer, identity_check=self._reader.identity_check)
        rating = record_evidence(
            self._session, self._reader.learner_id, self._visit.facts, usage_key, observations, context=context, at=now
        )  # fmt: skip
        return HostOutcome(ratings=(self._to_host_rating(rating),), received_at=now)

    def ratings(self, competencies: Sequence[str]) -> tuple[HostRating, ...]:
        """Return where the learner stands on the named competencies."""
        known = list_ratings(self._session, self._reader.learner_id)
        return tuple(self._to_host_rating(rating) for rating in known if rating.competency in competencies)

    def room(self, name: str) -> Any:
        """Return what only some blocks need, answered for this runtime's learner, or None."""
        return ROOMS[name](self._runtime) if name in ROOMS else None

    def now(self) -> datetime:
        """Return the moment of the visit: one for everything that a request records."""
        return self._visit.at

    def form_fields(self) -> Mapping[str, str]:
        """Return the hidden fields that a plain form must carry to be accepted."""
        return self._reader.form_fields

    def _to_host_rating(self, rating: CompetencyRating) -> HostRating:
        return HostRating(
            competency=rating.competency,
            title=title_of(self._runtime.framework, rating.competency),
            level=rating.level,
            rating=rating.rating.value,
            changed=rating.changed,
        )
