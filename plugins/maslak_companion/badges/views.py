"""The public face of badges: verification pages, the documents that verifiers fetch, and the badges' pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, make_response, render_template, request

from maslak_companion.badges.errors import StatusListNotFoundError
from maslak_companion.badges.services import PublicCredential, find_status_list, get_achievement, get_public_credential
from maslak_companion.badges.verification import verify_document
from maslak_companion.badges.wording import Claims, describe_checks, describe_claims, describe_verdict
from maslak_companion.settings import Settings
from maslak_companion.trust.services import find_issuer, get_own_issuer
from maslak_domain.achievement import Achievement
from maslak_domain.credential.art import draw_badge
from maslak_domain.credential.compose import compose_achievement
from maslak_domain.credential.issuer import did_document, did_of
from maslak_domain.credential.reader import MAX_BYTES
from maslak_domain.credential.timestamps import find_instant
from maslak_domain.credential.verify import Verdict
from maslak_web.access import machine, public
from maslak_web.clock import now
from maslak_web.i18n import current_language
from maslak_web.sessions import current_session

blueprint = Blueprint("badges", __name__, template_folder="templates")

ANYBODY = "anybody to whom a badge is shown must be able to check it; it names no person"
VC_JSON = "application/vc+ld+json"
VC_JWT = "application/vc+jwt"
STYLESHEET = Path(__file__).parent / "static" / "badges.css"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["maslak_settings"]
    return settings


@blueprint.get("/badges/<uuid:badge>")
@public(ANYBODY)
def show(badge: UUID) -> Response:
    """Show one of our badges with its verdict."""
    credential = get_public_credential(current_session(), badge)
    verdict = verify_document(current_session(), _settings(), credential.document, now())
    return _show_verdict(verdict, credential)


@blueprint.get("/badges/<uuid:badge>.json")
@public(ANYBODY)
def download(badge: UUID) -> Response:
    """Hand out the exact signed bytes."""
    credential = get_public_credential(current_session(), badge)
    response = _open_document(credential.document, VC_JSON, "public, max-age=300")
    response.headers["Content-Disposition"] = f'attachment; filename="badge-{badge}.json"'
    return response


@blueprint.get("/badges/<uuid:badge>/image.svg")
@public(ANYBODY)
def image(badge: UUID) -> Response:
    """Draw the badge."""
    return _draw(get_public_credential(current_session(), badge).achievement)


@blueprint.get("/achievements/<key>/image.svg")
@public(ANYBODY)
def achievement_image(key: str) -> Response:
    """Draw what the badges of an achievement look like."""
    return _draw(get_achievement(current_session(), key))


@blueprint.get("/achievements/<key>")
@public("badges point to the definition of what was earned")
def achievement(key: str) -> Response:
    """Show a definition, or hand it out as JSON-LD to programs that ask for it."""
    found = get_achievement(current_session(), key)
    accepted = ["text/html", "application/ld+json", "application/json"]
    if request.accept_mimetypes.best_match(accepted, default="text/html") == "text/html":
        return make_response(render_template("badges/achievement.html", achievement=found))
    issuer = get_own_issuer(current_session(), _settings())
    definition = compose_achievement(found, issuer, current_language())
    body = {"@context": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", **definition}
    return _open_document(json.dumps(body, ensure_ascii=False).encode(), "application/ld+json", "public, max-age=3600", vary=True)


@blueprint.get("/verify")
@public(ANYBODY)
def verify_form() -> Response:
    """Ask for a badge to verify."""
    return make_response(render_template("badges/verify.html", text="", missing=False))


@blueprint.post("/verify")
@public(ANYBODY)
def verify() -> Response:
    """Verify a badge that was uploaded or pasted. Nothing of it is kept."""
    upload = request.files.get("file")
    raw = upload.stream.read(MAX_BYTES + 1) if upload else b""
    # Browsers send pasted line ends as CR LF; the badge's own strings hold none unescaped, so nothing signed is touched.
    raw = raw or request.form.get("document", "").strip().encode("utf-8", "replace")
    if not raw:
        return make_response(render_template("badges/verify.html", text="", missing=True))
    return _show_verdict(verify_document(current_session(), _settings(), raw, now()), None)


@blueprint.post("/v1/verify")
@machine
def verify_for_program() -> Response:
    """Verify the badge in the request's body; anybody may ask, as on the page. Nothing of it is kept."""
    verdict = verify_document(current_session(), _settings(), request.get_data()[: MAX_BYTES + 1], now())
    checks = [{"code": check.code, "outcome": check.outcome, **check.params} for check in verdict.checks]
    return Response(json.dumps({"verdict": verdict.verdict, "checks": checks}), mimetype="application/json")


@blueprint.get("/status/<int(max=2147483647):number>")
@public("verifiers read which badges were withdrawn; the list says nothing about persons")
def status(number: int) -> Response:
    """Hand out a status list in the form that the verifier asks for."""
    row = find_status_list(current_session(), number)
    if row is None:
        raise StatusListNotFoundError("there is no status list of this number")
    accepted = [VC_JSON, "application/vc", "application/json", VC_JWT, "application/jwt"]
    chosen = request.accept_mimetypes.best_match(accepted, default=VC_JSON)
    if chosen in (VC_JWT, "application/jwt"):
        return _open_document(row.jwt.encode(), chosen, "public, max-age=300", vary=True)
    return _open_document(row.document, chosen, "public, max-age=300", vary=True)


@blueprint.get("/.well-known/did.json")
@public("verifiers fetch the institution's public keys")
def did() -> Response:
    """Hand out the institution's DID document."""
    body = json.dumps(did_document(get_own_issuer(current_session(), _settings())), ensure_ascii=False)
    return _open_document(body.encode(), "application/did+ld+json", "public, max-age=300")


@blueprint.get("/badges/badges.css")
@public("a stylesheet is the same for everybody")
def stylesheet() -> Response:
    """Hand out the stylesheet of these pages."""
    return _open_document(STYLESHEET.read_bytes(), "text/css", "public, max-age=3600")


def _show_verdict(verdict: Verdict, credential: PublicCredential | None) -> Response:
    word, sentence = describe_verdict(verdict)
    page = render_template(
        "badges/verdict.html",
        verdict=verdict.verdict,
        word=word,
        sentence=sentence,
        checks=describe_checks(verdict),
        claims=_read_claims(verdict),
        credential=credential,
    )
    response = make_response(page)
    # Badges are unlisted: whoever has the address may look, and no search engine leads there.
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _read_claims(verdict: Verdict) -> Claims | None:
    document: dict[str, Any] | None = verdict.document
    if document is None:
        return None
    issuer = find_issuer(current_session(), _settings(), did_of(document["issuer"]))
    issued = find_instant(document.get("awardedDate")) or find_instant(document["validFrom"])
    return describe_claims(document, issued, issuer.names if issuer else None)


def _draw(achievement: Achievement) -> Response:
    code = (achievement.competency or "").split(".")[1:2]
    svg = draw_badge(code[0] if code else "", achievement.level, with_border=achievement.kind != "competency")
    return _open_document(svg.encode(), "image/svg+xml", "public, max-age=86400")


def _open_document(body: bytes, mimetype: str, cache: str, *, vary: bool = False) -> Response:
    """Answer with a document that any verifier may fetch, from a page or a program, and keep for a while."""
    response = Response(body, mimetype=mimetype)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = cache
    if vary:
        response.vary.add("Accept")
    response.add_etag()
    response.make_conditional(request)
    return response
