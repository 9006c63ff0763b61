"""Close codes of the realtime session. 4000-4499: do not come back as you are. 4500-4999: come back, with jitter."""

from typing import Final

BAD_FRAME: Final = 4400  # not JSON, an unknown frame, or a frame out of turn
INVALID_AUTH: Final = 4401  # the credentials are wrong, expired or revoked
FORBIDDEN: Final = 4403  # the origin or the conversation is not allowed
TOO_LARGE: Final = 4413  # a frame above MAX_FRAME_BYTES
TOO_MANY: Final = 4429  # too many sockets for this user

DRAINING: Final = 4500  # the server stops; another is ready
SLOW_READER: Final = 4501  # more than MAX_QUEUE waits to be sent
CONNECT_TIMEOUT: Final = 4502  # no first frame within CONNECT_SECONDS
UNAVAILABLE: Final = 4503  # the database does not answer
SESSION_IDLE: Final = 4504  # no sign of life from the client

RECONNECT_FROM: Final = 4500

CONNECT_SECONDS: Final = 10
HEARTBEAT_SECONDS: Final = 25  # home routers drop idle sockets after 60 s
RECHECK_SECONDS: Final = 300  # credentials are checked again
MAX_FRAME_BYTES: Final = 65_536
MAX_QUEUE_EVENTS: Final = 500
MAX_QUEUE_BYTES: Final = 1_048_576
MAX_CATCH_UP: Final = 20_000  # events; a client further behind is told to reset
