"""The settings of uploads."""

import pathlib

import pytest

from smooch_server import config


@pytest.mark.parametrize(
    ("value", "blobs"),
    [
        ("", config.BlobsUrl(driver="file", path=pathlib.Path("/d/blobs"), bucket=None, prefix="")),
        ("file:///srv/f", config.BlobsUrl(driver="file", path=pathlib.Path("/srv/f"), bucket=None, prefix="")),
        ("s3://bucket", config.BlobsUrl(driver="s3", path=None, bucket="bucket", prefix="")),
        ("s3://bucket/a/b/", config.BlobsUrl(driver="s3", path=None, bucket="bucket", prefix="a/b")),
    ],
)
def test_where_uploads_are_kept(value: str, blobs: config.BlobsUrl) -> None:
    assert config.load({"SMOOCH_DATA": "/d", "SMOOCH_BLOBS_URL": value}).blobs == blobs


@pytest.mark.parametrize(
    "value", ["file://", "file:///", "s3://", "s3:///x", "gs://b", "/srv", "s3://k:s@bucket", "s3://b?x"]
)
def test_bad_places_are_named(value: str) -> None:
    with pytest.raises(config.Invalid, match="SMOOCH_BLOBS_URL"):
        config.load({"SMOOCH_BLOBS_URL": value})


@pytest.mark.parametrize("value", ["0", "-1", "10MB", "1073741825"])
def test_bad_limits_are_named(value: str) -> None:
    with pytest.raises(config.Invalid, match="SMOOCH_UPLOAD_MAX_BYTES"):
        config.load({"SMOOCH_UPLOAD_MAX_BYTES": value})
    assert config.load({}).upload_max_bytes == 10 * 1024 * 1024
