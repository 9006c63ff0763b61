"""Errors of the contract: each has an HTTP status, a stable code and a sentence for the person who meets it.

`raise errors.BadRequest("text: must not be empty")`. The body of every failed answer is
`{"error": {"code": code, "description": description}}`.
"""

from typing import ClassVar


class ApiError(Exception):
    """The request failed."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"

    def __init__(self, description: str | None = None, *, retry_after: int | None = None) -> None:
        self.description = description or (type(self).__doc__ or "").splitlines()[0].removesuffix(".")
        self.retry_after = retry_after  # seconds
        super().__init__(self.description)


class BadRequest(ApiError):
    """The request is malformed."""

    status, code = 400, "bad_request"


class Unauthorized(ApiError):
    """Authorization is required."""

    status, code = 401, "unauthorized"


class InvalidAuth(ApiError):
    """The credentials are not valid."""

    status, code = 401, "invalid_auth"


class Forbidden(ApiError):
    """Invalid scope."""

    status, code = 403, "forbidden"


class NotFound(ApiError):
    """Not found."""

    status, code = 404, "not_found"


class AppNotFound(NotFound):
    """App not found."""

    code = "app_not_found"


class UserNotFound(NotFound):
    """User not found."""

    code = "user_not_found"


class ConversationNotFound(NotFound):
    """Conversation not found."""

    code = "conversation_not_found"


class MessageNotFound(NotFound):
    """Message not found."""

    code = "message_not_found"


class ServiceAccountNotFound(NotFound):
    """Service account not found."""

    code = "service_account_not_found"


class KeyNotFound(NotFound):
    """Key not found."""

    code = "key_not_found"


class AttachmentNotFound(NotFound):
    """Attachment not found."""

    code = "attachment_not_found"


class ClientNotFound(NotFound):
    """Client not found."""

    code = "client_not_found"


class WebhookNotFound(NotFound):
    """Webhook not found."""

    code = "webhook_not_found"


class IntegrationNotFound(NotFound):
    """Integration not found."""

    code = "integration_not_found"


class MenuNotFound(NotFound):
    """Menu not found."""

    code = "menu_not_found"


class TemplateNotFound(NotFound):
    """Template not found."""

    code = "template_not_found"


class DeploymentNotFound(NotFound):
    """Deployment not found."""

    code = "deployment_not_found"


class MethodNotAllowed(ApiError):
    """This address exists, but not for this method."""

    status, code = 405, "method_not_allowed"


class Conflict(ApiError):
    """The request conflicts with what is stored."""

    status, code = 409, "conflict"


class UserAlreadyExists(Conflict):
    """A user with this userId already exists."""

    code = "user_already_exists"


class TooLarge(ApiError):
    """The request body is too large."""

    status, code = 413, "request_entity_too_large"


class UnsupportedMediaType(ApiError):
    """Files of this type are not accepted."""

    status, code = 415, "unsupported_media_type"


class Misdirected(ApiError):
    """This server has another name."""

    status, code = 421, "misdirected_request"


class TooManyRequests(ApiError):
    """Too many requests."""

    status, code = 429, "too_many_requests"


class Unavailable(ApiError):
    """The service is not available at the moment; try again."""

    status, code = 503, "service_unavailable"


class StorageFull(ApiError):
    """The server's disk is full; the message was not stored."""

    status, code = 507, "insufficient_storage"
