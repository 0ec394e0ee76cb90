"""What a verdict and its checks say to people, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from maslak_domain.credential.verify import Check, Outcome, Verdict
from maslak_domain.language import LocalizedText

CHECKS: dict[str, LazyString] = {
    "readable": _l("The file can be read"),
    "shape": _l("The file is a complete badge"),
    "coverage": _l("Everything in the badge is signed"),
    "issuer": _l("The issuer is known"),
    "proof": _l("The signature is right: nothing was changed"),
    "key": _l("The issuer’s key is good"),
    "dates": _l("The badge is within its dates"),
    "status": _l("The badge was not withdrawn"),
}
REASONS: dict[str, LazyString] = {
    "not_json": _l("This is not the JSON file of a badge."),
    "not_object": _l("This is not the JSON file of a badge."),
    "not_credential": _l("This is a JSON file, but not a badge."),
    "too_large": _l("The file is too large to be a badge."),
    "too_deep": _l("The file is nested too deeply to be a badge."),
    "repeated_member": _l("The file says the same thing twice, so that it can be read in two ways."),
    "number": _l("The file holds a number that can be read in two ways."),
    "control_character": _l("The file holds invisible control characters."),
    "shape_wrong": _l("Something that every badge has is missing or malformed."),
    "context_unknown": _l("The badge uses a vocabulary that cannot be checked here."),
    "context_changed": _l("This issuer never signs under this vocabulary: it was changed."),
    "member_unsigned": _l("The badge holds something that no signature covers."),
    "too_complex": _l("The badge is built in a way that cannot be checked in reasonable time."),
    "issuer_unknown": _l("The issuer is not on the national list that is known here."),
    "proof_by_another": _l("The signature names someone else than the issuer."),
    "signature_wrong": _l("The content was changed after it was signed, or someone else signed it."),
    "key_unknown": _l("The issuer has no such key."),
    "key_compromised": _l("The issuer’s key was stolen or lost; nothing that it signed counts any more."),
    "outside_key_life": _l("It was signed at a time when this key was not in use."),
    "not_yet_valid": _l("The badge becomes valid later."),
    "expired": _l("The badge has expired."),
    "status_unreadable": _l("The issuer’s list of withdrawn badges cannot be read here, so nobody can say."),
    "no_status": _l("The issuer keeps no list of withdrawn badges for this badge."),
    "revoked": _l("The issuer withdrew this badge."),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check as a person reads it."""

    code: str
    outcome: Outcome
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a badge says about itself: shown as said, never as proven, unless the verdict is *valid*."""

    name: str
    description: str
    criteria: str
    issuer: str | LocalizedText
    issued: object
    identifiers: tuple[tuple[str, str], ...]


def describe_checks(verdict: Verdict) -> list[CheckLine]:
    """Put every check into words, with its reason when it did not pass."""
    return [_describe_check(check) for check in verdict.checks]


def describe_verdict(verdict: Verdict) -> tuple[str, str]:
    """Return the verdict in a word and in a sentence."""
    if verdict.verdict == "valid":
        return _("Valid"), _("This badge is genuine: the issuer signed exactly this, and has not withdrawn it.")
    if verdict.verdict == "invalid":
        return _("Invalid"), _("Do not rely on this badge: at least one check failed.")
    return _("Unknown"), _("Not everything could be checked, so this badge is neither confirmed nor refuted.")


def describe_claims(document: dict[str, Any], issued: object, issuer_name: LocalizedText | None) -> Claims:
    """Pick from a badge of the right shape what a reader asks first: what, by whom, when."""
    achievement = document["credentialSubject"]["achievement"]
    issuer = document["issuer"]
    own_name = issuer.get("name") if isinstance(issuer, dict) else issuer
    criteria = achievement["criteria"].get("narrative")
    pairs = [(_("Badge"), document["id"]), (_("Issuer"), issuer if isinstance(issuer, str) else issuer["id"])]
    pairs.append((_("Key"), str(document["proof"].get("verificationMethod", ""))))
    return Claims(
        name=achievement["name"],
        description=achievement["description"],
        criteria=criteria if isinstance(criteria, str) else "",
        issuer=issuer_name or (own_name if isinstance(own_name, str) else ""),
        issued=issued,
        identifiers=tuple(pairs),
    )


def _describe_check(check: Check) -> CheckLine:
    reason = REASONS.get(str(check.params.get("reason", "")))
    return CheckLine(check.code, check.outcome, str(CHECKS[check.code]), str(reason) if reason is not None else "")
