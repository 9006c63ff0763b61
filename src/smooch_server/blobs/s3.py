"""Blobs in a bucket of S3, or of a store that speaks like it.

Address, region and credentials come from the variables that every S3 tool reads: `AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL`, or from the machine's role.
"""

import datetime
from collections.abc import Mapping
from typing import Final

from obstore import store

from smooch_server.blobs import objects

_REQUEST_SECONDS: Final = 30  # a part of 5 MiB on a slow link
_RETRY_SECONDS: Final = 20
_RETRIES: Final = 4


async def open(bucket: str, prefix: str, environment: Mapping[str, str]) -> objects.ObjectBlobs:  # noqa: A001 - as above
    """Return the blobs of a bucket below a prefix.

    Raises:
        ValueError: the settings make no sense together.
    """
    endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL") or ""
    try:
        target = store.S3Store(
            bucket,
            prefix=prefix or None,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "timeout": datetime.timedelta(seconds=_REQUEST_SECONDS),
                "connect_timeout": datetime.timedelta(seconds=5),
            },
            retry_config={"max_retries": _RETRIES, "retry_timeout": datetime.timedelta(seconds=_RETRY_SECONDS)},
        )
    except Exception as error:  # obstore names no class for settings that it refuses
        raise ValueError(str(error).splitlines()[0]) from error
    return objects.ObjectBlobs(target)
