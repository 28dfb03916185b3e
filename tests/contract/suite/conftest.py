"""The stores that the contract suite runs over: the three protocols of the sandbox, and two servers by other people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.model.values import REDIRECT, Level
from core.sandbox.server import Sandbox
from core.sandbox.world import KeyPair, World
from tests.doubles import seaweed
from tests.doubles.store_under_test import StoreUnderTest, sandbox_under_test
from tests.doubles.suite_fixture import SuiteFixture, suite_fixture

# What the two real servers were seen not to do, of SeaweedFS 4.48 and moto 5.2.
_SEAWEEDFS_LACKS = {
    "acl": "it takes no ACL with a write, only by PutObjectAcl",
    "encryption": "it has no key to encrypt with",
    REDIRECT: "it drops the redirect of a website",
    "telling_etags": "the ETag of an object in parts is no digest of them, so nothing tells whose a copy in doubt is",
}
_DOTS = "it refuses dots between slashes"
_SEAWEEDFS_LOSES = {
    "..": _DOTS,
    ".": _DOTS,
    "a/../b": _DOTS,
    "a/./b": _DOTS,
    "a//b": "it keeps one of two slashes",
    "back\\slash": "it takes a backslash for a slash",
    "dir/": "it copies no folder: NoSuchKey",
    "tab\tand\x01": "its lists, which are not asked to encode names, cannot show control characters",
}
_MOTO_LACKS = {
    "pin": "it ignores x-amz-copy-source-if-match",
    "acl": "its GetObjectAcl breaks down (500) for objects that are made of parts",
    "acl_of_parts": "its GetObjectAcl breaks down (500) for objects that are made of parts",
    "empty_tag_set": "it answers 500 to a set of tags that is empty",
    "gone_upload": "it answers 500 to a part of an upload that is gone",
}


@pytest.fixture(scope="session")
def house() -> Iterator[Sandbox]:
    """The sandbox of the whole suite; its settings stay as they are."""
    world = World(["cn-hangzhou"])
    world.add_key(KeyPair("SUITEKEY", "secret-of-the-suite", "owner"))
    with Sandbox(world=world) as running:
        yield running


@pytest.fixture(scope="session")
def sandbox_oss(house: Sandbox) -> StoreUnderTest:
    return sandbox_under_test(house, "oss", "oss")


@pytest.fixture(scope="session")
def sandbox_cos(house: Sandbox) -> StoreUnderTest:
    reason = "the client refuses it, because the front end of COS takes it for the bucket"
    return replace(sandbox_under_test(house, "cos", "cos"), lost_keys=dict.fromkeys((".", ".."), reason))


@pytest.fixture(scope="session")
def sandbox_aws(house: Sandbox) -> StoreUnderTest:
    return sandbox_under_test(house, "s3", "aws")


@pytest.fixture(scope="session")
def sandbox_s3(house: Sandbox) -> StoreUnderTest:
    return sandbox_under_test(house, "s3", "s3", Level.PART_ETAGS)


def _real(provider: str, endpoint: str, lacks: Mapping[str, str], lost_keys: Mapping[str, str]) -> StoreUnderTest:
    """A server that makes buckets by its own protocol, which Amazon's client speaks."""
    import boto3  # here, because it is slow to load

    made: set[str] = set()
    keys = {"aws_access_key_id": seaweed.KEY_ID, "aws_secret_access_key": seaweed.SECRET}
    client = boto3.session.Session().client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys)

    def make_bucket(name: str) -> str:
        """An empty bucket; those of earlier tests are emptied and taken again, for a new one costs a second."""
        if name.startswith("stock"):
            client.create_bucket(Bucket=name)
            return name
        bucket = name.partition("-")[0] + "-bucket"
        if bucket in made:
            _empty(client, bucket)
        else:
            client.create_bucket(Bucket=bucket)
            made.add(bucket)
        return bucket

    def keep_versions(bucket: str) -> None:
        client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})

    return StoreUnderTest(
        provider,
        provider,
        endpoint,
        "us-east-1",
        seaweed.KEY_ID,
        seaweed.SECRET,
        make_bucket,
        Level.PART_ETAGS,
        lacks=lacks,
        lost_keys=lost_keys,
        keep_versions=keep_versions,
    )


def _empty(client: Any, bucket: str) -> None:
    for upload in client.list_multipart_uploads(Bucket=bucket).get("Uploads", ()):
        client.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
    for entry in client.list_objects_v2(Bucket=bucket).get("Contents", ()):
        client.delete_object(Bucket=bucket, Key=entry["Key"])


@pytest.fixture(scope="session")
def seaweed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        with seaweed.seaweed(tmp_path_factory.mktemp("seaweed")) as endpoint:
            yield endpoint
    except seaweed.NotStartedError as reason:
        pytest.skip(f"NO REAL STORE: {reason}")


@pytest.fixture(scope="session")
def moto_server() -> Iterator[str]:
    reason = "NO REAL STORE: moto is not installed (pip install moto[server])"
    server = pytest.importorskip("moto.server", reason=reason)
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture(scope="session")
def seaweedfs(seaweed_server: str) -> StoreUnderTest:
    return _real("seaweedfs", seaweed_server, _SEAWEEDFS_LACKS, _SEAWEEDFS_LOSES)


@pytest.fixture(scope="session")
def moto(moto_server: str) -> StoreUnderTest:
    return replace(_real("s3", moto_server, _MOTO_LACKS, {}), name="moto")


@pytest.fixture(params=["sandbox_oss", "sandbox_cos", "sandbox_aws", "sandbox_s3", "seaweedfs", "moto"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SuiteFixture]:
    """Each store in its turn."""
    with suite_fixture(request.getfixturevalue(request.param), tmp_path) as opened:
        yield opened
