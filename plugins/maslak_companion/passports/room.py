"""The classroom's answer to the passport block: the same services as the passport page, for the learner of one runtime."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast
from uuid import UUID

from flask import url_for

from maslak_companion.classroom.desk import current_settings
from maslak_companion.classroom.unit_page import level_names
from maslak_companion.passports.desk import make_client
from maslak_companion.passports.errors import RegistryAwayError
from maslak_companion.passports.page import Badge, Holdings, OfficialResult, read_holdings
from maslak_companion.passports.registry_client import PassportItem, RegistryPassport
from maslak_companion.passports.services import Elsewhere, hide_item, read_elsewhere, read_kept, show_item
from maslak_companion.passports.words import decision_word
from maslak_domain.language import LocalizedText
from maslak_domain.mastery import Rating
from maslak_xblocks.passport import port

if TYPE_CHECKING:
    from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime


class ClassroomPassportRoom:
    """Answers `maslak_xblocks.passport.port.PassportRoom`."""

    def __init__(self, runtime: ClassroomRuntime) -> None:
        self._session, self._framework, self._at = runtime.session, runtime.framework, runtime.visit.at
        self._learner_id = runtime.reader.learner_id
        self._settings = current_settings()

    def read(self) -> port.Passport:
        """Return what is known here; a page of a course never waits for the registry."""
        return self._describe(self._hold(self._read_kept()))

    def ask_registry(self) -> port.Passport:
        """Ask the registry, or return what it said last where it is away."""
        if self._read_kept().is_fresh:
            return self.read()
        # Nothing was written yet. While the registry makes us wait, nobody else must wait for the database.
        self._session.commit()
        found: RegistryPassport | RegistryAwayError
        try:
            found = make_client().fetch(self._learner_id)
        except RegistryAwayError as error:
            found = error

        def answer(_learner_id: UUID) -> RegistryPassport:
            if isinstance(found, RegistryAwayError):
                raise found
            return found

        return self._describe(self._hold(read_elsewhere(self._session, self._learner_id, answer, at=self._at)))

    def hide_item(self, item: str) -> port.Passport:
        """Hide an item of this learner; raises `UnknownPassportItemError`."""
        known = self._hold(self._read_kept()).items
        hide_item(self._session, self._learner_id, item, known=known, at=self._at)
        return self.read()

    def show_item(self, item: str) -> port.Passport:
        """Show an item of this learner again; raises `UnknownPassportItemError`."""
        show_item(self._session, self._learner_id, item, known=self._hold(self._read_kept()).items)
        return self.read()

    def _read_kept(self) -> Elsewhere:
        return read_kept(self._session, self._learner_id, at=self._at, is_away=make_client().silence.is_silent)

    def _hold(self, elsewhere: Elsewhere) -> Holdings:
        return read_holdings(self._session, self._learner_id, self._framework, elsewhere, self._settings.institution)

    def _describe(self, held: Holdings) -> port.Passport:
        own = self._settings.institution
        names: dict[str, LocalizedText] = {own: self._settings.institution_names}
        names |= {each.institution.key: _text(each.institution.name) for each in held.earned_elsewhere}
        framework, elsewhere = self._framework, held.elsewhere
        results = [_own_result(each, own, held.hidden) for each in held.results]
        results += [_their_result(each, held.hidden) for each in held.earned_elsewhere if each.kind == "completion"]
        badges = [self._own_badge(each, held.hidden) for each in held.badges]
        badges += [_their_badge(each, held.hidden) for each in held.earned_elsewhere if each.kind == "credential"]
        return port.Passport(
            groups=tuple(port.Group(key, titles) for key, titles in framework.groups.items()),
            competencies=tuple(port.Competency(each.id, each.group, each.title) for each in framework.competencies.values()),
            standings=tuple(self._list_standings(held)),
            results=tuple(results),
            badges=tuple(badges),
            institutions=tuple(port.Institution(key, each) for key, each in names.items()),
            as_of=elsewhere.as_of,
            is_fresh=elsewhere.is_fresh,
            is_away=elsewhere.is_away,
            page_url=url_for("passports.show"),
            verify_url=url_for("badges.verify_form"),
        )

    def _list_standings(self, held: Holdings) -> list[port.Standing]:
        own = [
            port.Standing(each.competency, level_names(each.level), each.rating.value, held.institution, each.changed_at)
            for each in held.ratings
        ]
        return own + [
            port.Standing(each.key, level_names(each.level or ""), Rating.ACQUIRED.value, each.institution.key, each.issued_at)
            for each in held.list_acquired_elsewhere(self._framework)
        ]

    def _own_badge(self, each: Badge, hidden: frozenset[str]) -> port.Badge:
        signed = each.state != "awarded"
        page = url_for("badges.show", badge=each.uuid) if signed else ""
        return port.Badge(
            item=each.item,
            titles=each.titles,
            level_names=each.level_names,
            institution=self._settings.institution,
            state=cast(port.BadgeState, each.state),
            at=each.at,
            verification_url=page,
            # What a badge says of its own address: never the address at which this request happened to arrive.
            share_url=f"{self._settings.public_base_url.rstrip('/')}/badges/{each.uuid}" if signed else "",
            file_url=url_for("badges.download", badge=each.uuid) if signed else "",
            image_url=url_for("badges.image", badge=each.uuid) if signed else "",
            is_hidden=each.item in hidden,
        )


def _own_result(each: OfficialResult, institution: str, hidden: frozenset[str]) -> port.Result:
    return port.Result(
        item=each.item,
        titles=_text(each.titles),
        institution=institution,
        state="final",
        decision=each.decision,
        session=each.session,
        mark=each.mark,
        scale=each.scale,
        decided_on=each.jury_on,
        is_hidden=each.item in hidden,
    )


def _their_result(each: PassportItem, hidden: frozenset[str]) -> port.Result:
    return port.Result(
        item=each.item,
        titles=_text(each.title),
        institution=each.institution.key,
        state=each.state or "final",
        decision=decision_word(each.decision),
        earned_at=each.earned_at,
        is_hidden=each.item in hidden,
    )


def _their_badge(each: PassportItem, hidden: frozenset[str]) -> port.Badge:
    return port.Badge(
        item=each.item,
        titles=_text(each.title),
        level_names=level_names(each.level or ""),
        institution=each.institution.key,
        state="revoked" if each.state == "revoked" else "issued",
        at=each.issued_at,
        verification_url=each.address,
        share_url=each.address,
        is_hidden=each.item in hidden,
    )


def _text(titles: Mapping[str, str]) -> LocalizedText:
    return cast(LocalizedText, titles)
