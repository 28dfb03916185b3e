"""Accounts that other programs have saved, from files as these programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.model.values import Addressing
from core.system.account_files import Candidate, find_candidates, free_name

FILES = {
    ".ossutilconfig": """
[Credentials]
language=EN
endpoint=oss-cn-hangzhou.aliyuncs.com
accessKeyID=LTAIone
accessKeySecret=oss-secret

[profile test]
accessKeyId = LTAItwo
accessKeySecret = oss-secret-2
region = cn-shanghai
""",
    ".cos.yaml": """
cos:
  base:
    secretid: AKIDone
    secretkey: cos-secret
    sessiontoken: ""
    protocol: https
  buckets:
  - name: photos-1250000000
    alias: photos
    region: ap-guangzhou
    endpoint: cos.ap-guangzhou.myqcloud.com
""",
    ".aws/config": """
[default]
region = eu-central-1

[profile login]
sso_session = company
region = us-east-1

[sso-session company]
sso_region = us-east-1

[profile program]
credential_process = /opt/give-key

[profile deputy]
role_arn = arn:aws:iam::1:role/x
source_profile = default
""",
    ".aws/credentials": """
[default]
aws_access_key_id = AKIAone
aws_secret_access_key = aws/secret+x
aws_session_token = token
""",
    ".config/rclone/rclone.conf": """
[r2]
type = s3
provider = Cloudflare
access_key_id = r2key
secret_access_key = r2-secret
endpoint = https://abc.r2.cloudflarestorage.com

[drive]
type = drive

[lab]
type = s3
provider = Other
access_key_id = labkey
secret_access_key = lab-secret
endpoint = http://lab.example:9000
force_path_style = true

[env]
type = s3
provider = AWS
env_auth = true
region = us-east-1
""",
    ".mc/config.json": """
{"version": "10", "aliases": {
  "local": {"url": "http://localhost:9000", "accessKey": "", "secretKey": "", "api": "S3v4", "path": "auto"},
  "play": {"url": "https://play.example", "accessKey": "mckey", "secretKey": "mc-secret", "api": "S3v4", "path": "on"}
}}
""",
}


@pytest.fixture
def found(tmp_path: Path) -> dict[str, Candidate]:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return {f"{each.program} {each.account.name}": each for each in find_candidates(tmp_path, {})}


@pytest.mark.parametrize(
    ("name", "kind", "endpoint", "region", "secret"),
    [
        ("ossutil ossutil", "oss", "https://oss-cn-hangzhou.aliyuncs.com", "", "oss-secret"),
        ("ossutil test", "oss", "https://oss-cn-shanghai.aliyuncs.com", "cn-shanghai", "oss-secret-2"),
        ("coscli coscli", "cos", "https://cos.ap-guangzhou.myqcloud.com", "ap-guangzhou", "cos-secret"),
        ("aws default", "aws", "https://s3.eu-central-1.amazonaws.com", "eu-central-1", "aws/secret+x"),
        ("rclone r2", "r2", "https://abc.r2.cloudflarestorage.com", "", "r2-secret"),
        ("rclone lab", "s3", "http://lab.example:9000", "", "lab-secret"),
        ("mc play", "s3", "https://play.example", "", "mc-secret"),
    ],
)
def test_an_account_is_found_with_its_provider_endpoint_and_secret(
    found: dict[str, Candidate], name: str, kind: str, endpoint: str, region: str, secret: str
) -> None:
    account, held = found[name].account, found[name].credentials
    assert (account.provider, account.endpoint, account.region) == (kind, endpoint, region)
    assert held is not None
    assert (held.key_id, held.secret) == (account.key_id, secret)
    assert secret not in repr(found[name])


@pytest.mark.parametrize(
    ("name", "why"),
    [("aws login", "SSO"), ("aws program", "credential_process"), ("aws deputy", "role"), ("rclone env", "env_auth")],
)
def test_what_cannot_be_taken_over_is_named_with_its_reason(found: dict[str, Candidate], name: str, why: str) -> None:
    assert why in found[name].obstacle
    assert found[name].credentials is None


def test_nothing_else_is_taken_for_an_account(found: dict[str, Candidate]) -> None:
    assert {"rclone drive", "mc local", "aws company"}.isdisjoint(found)
    assert len(found) == 11
    assert found["coscli coscli"].account.start_path == "photos-1250000000/"
    assert found["rclone lab"].account.addressing is Addressing.PATH
    token = found["aws default"].credentials
    assert token is not None
    assert token.token == "token"


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        (".cos.yaml", "cos:\n  base:\n    secretid: bm90IHBsYWlu\n    secretkey: x\n", "encrypted"),
        (".cos.yaml", "[]", "understood"),
        (".mc/config.json", "no json", "understood"),
        (".config/rclone/rclone.conf", "# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nabc", "encrypted"),
    ],
)
def test_an_encrypted_or_broken_file_is_named_and_raises_nothing(
    tmp_path: Path, name: str, text: str, why: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    (only,) = find_candidates(tmp_path, {})
    assert why in only.obstacle


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free_name("work", {"work", "work (2)"}) == "work (3)"
    assert free_name("work", set()) == "work"
