"""OAuth2 client credentials (RFC 6749 §4.4) for programs, by Authlib; the tokens are opaque and live fifteen minutes."""

from __future__ import annotations

from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from flask import Flask

from maslak_registry.access import services
from maslak_registry.access.models import ClientRow
from maslak_web.clock import now
from maslak_web.sessions import current_session


class PullingClient(ClientMixin):  # type: ignore[misc]
    """A registered program as Authlib asks about it."""

    def __init__(self, row: ClientRow) -> None:
        self.row = row

    def get_client_id(self) -> str:
        """Return the public name of the program."""
        return self.row.client_id

    def get_allowed_scope(self, scope: str | None) -> str:
        """Return what of the wanted scopes the program has; asking for none gives all it has."""
        allowed = self.row.scopes.split()
        return " ".join(name for name in (scope or self.row.scopes).split() if name in allowed)

    def check_client_secret(self, client_secret: str) -> bool:
        """Say whether this is the program's secret."""
        return services.is_secret_right(self.row, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Only the Authorization header may carry the secret: forms end up in logs."""
        return method == "client_secret_basic"

    def check_grant_type(self, grant_type: str) -> bool:
        """A program speaks for itself only."""
        return grant_type == "client_credentials"


class ClientCredentialsGrant(grants.ClientCredentialsGrant):  # type: ignore[misc]
    """The one grant that the registry knows."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]


def init_token_server(app: Flask) -> None:
    """Give `app` the server that `/v1/token` asks."""
    app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"client_credentials": int(services.TOKEN_LIFETIME.total_seconds())}
    app.config["OAUTH2_ACCESS_TOKEN_GENERATOR"] = _generate
    server = AuthorizationServer(app, query_client=_find_client, save_token=_save)
    server.register_grant(ClientCredentialsGrant)
    app.extensions["maslak_token_server"] = server


def _find_client(client_id: str) -> PullingClient | None:
    row = services.find_client(current_session(), client_id) if client_id.isprintable() else None
    return None if row is None else PullingClient(row)


def _save(token: dict[str, Any], request: Any) -> None:
    services.record_token(current_session(), request.client.row, token["access_token"], token.get("scope") or "", now())


def _generate(*_arguments: Any, **_named: Any) -> str:
    return services.make_token()
