"""Accounts that other programs have saved: ossutil, coscli, the AWS command line, s5cmd, rclone and mc.

Their files are read and never written. What a file holds is shown to the user before anything is saved. What can not
be taken over (a login by single sign-on, a program that gives credentials, a role, an encrypted file) is named with
its reason. Where each program keeps its accounts, by its documentation:

    ossutil   ~/.ossutilconfig        https://help.aliyun.com/zh/oss/developer-reference/ossutil-2-0-configure
    coscli    ~/.cos.yaml             https://cloud.tencent.com/document/product/436/63144
    aws       ~/.aws/config, ~/.aws/credentials, which s5cmd reads as well
              https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
    rclone    ~/.config/rclone/rclone.conf, or RCLONE_CONFIG    https://rclone.org/docs/#config-file
    mc        ~/.mc/config.json       https://min.io/docs/minio/linux/reference/minio-mc.html
"""

from __future__ import annotations

import configparser
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml  # type: ignore[import-untyped]

from core.model.values import Account, Addressing, Credentials
from core.rules.providers import provider, provider_names

#: A file of accounts is small; more than this is no such file.
_SIZE_MAX = 1 << 20
#: What rclone calls the stores that are known here by another name.
_RCLONE = {
    "alibaba": "oss",
    "tencentcos": "cos",
    "aws": "aws",
    "ceph": "ceph",
    "cloudflare": "r2",
    "digitalocean": "spaces",
    "hetzner": "hetzner",
    "huaweiobs": "obs",
    "minio": "minio",
    "qiniu": "kodo",
    "scaleway": "scaleway",
    "seaweedfs": "seaweedfs",
    "wasabi": "wasabi",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One account of another program.

    Attributes:
        program: whose it is: "ossutil", "coscli", "aws", "rclone" or "mc".
        origin: the file that it stands in.
        account: as it would be saved; its name is the other program's.
        credentials: None where the file does not hold them.
        obstacle: why it cannot be taken over, a whole sentence; "" when it can.
    """

    program: str
    origin: Path
    account: Account
    credentials: Credentials | None = field(default=None, repr=False)
    obstacle: str = ""


def find_candidates(home: Path, environ: Mapping[str, str]) -> tuple[Candidate, ...]:
    """What the other programs of this user have saved, in the order above. Reads the disk; raises nothing."""
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    aws = Path(environ.get("AWS_CONFIG_FILE") or home / ".aws" / "config")
    places: tuple[tuple[Path, Callable[[Path, str], Iterator[Candidate]]], ...] = (
        (home / ".ossutilconfig", _read_ossutil),
        (home / ".cos.yaml", _read_coscli),
        (aws, _read_aws),
        (Path(environ.get("AWS_SHARED_CREDENTIALS_FILE") or home / ".aws" / "credentials"), _read_aws),
        (Path(environ.get("RCLONE_CONFIG") or config / "rclone" / "rclone.conf"), _read_rclone),
        (home / ".mc" / "config.json", _read_mc),
    )
    found: list[Candidate] = []
    for path, read in places:
        text = _text(path)
        if text is not None:
            found += _candidates(path, text, read)
    return _joined(found)


def _candidates(path: Path, text: str, read: Callable[[Path, str], Iterator[Candidate]]) -> list[Candidate]:
    try:
        return list(read(path, text))
    except (ValueError, KeyError, TypeError, AttributeError, configparser.Error, yaml.YAMLError):
        program = read.__name__.removeprefix("_read_")
        return [Candidate(program, path, Account("", "s3", ""), obstacle="The file cannot be understood.")]


def _text(path: Path) -> str | None:
    try:
        if path.stat().st_size > _SIZE_MAX:
            return None
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _joined(found: list[Candidate]) -> tuple[Candidate, ...]:
    """A profile of the AWS files may stand in both: its region in one, its key in the other."""
    made: dict[tuple[str, str], Candidate] = {}
    for each in found:
        key = each.program, each.account.name
        first = made.get(key) if each.program == "aws" else None
        if first is None:
            made[key if each.program == "aws" else (each.program, f"{each.account.name}\n{len(made)}")] = each
            continue
        with_key = each if each.credentials is not None else first
        place = first if first.account.region else each
        account = replace(place.account, key_id=with_key.account.key_id)
        obstacle = "" if with_key.credentials is not None else first.obstacle or each.obstacle
        made[key] = replace(with_key, account=account, obstacle=obstacle)
    return tuple(made.values())


# ---------------------------------------------------------------- the programs


def _read_ossutil(path: Path, text: str) -> Iterator[Candidate]:
    for name, row in _sections(text):
        plain = {key.replace("-", "").replace("_", "").lower(): value for key, value in row.items()}
        if name.lower().startswith("bucket-"):
            continue
        title = "ossutil" if name.lower() in ("credentials", "default") else name.removeprefix("profile ").strip()
        account = _account(title, "oss", plain.get("endpoint", ""), plain.get("region", ""))
        key, secret, token = plain.get("accesskeyid", ""), plain.get("accesskeysecret", ""), plain.get("ststoken", "")
        mode = plain.get("mode", "AK").lower()
        other_way = "It logs in by another way than an access key, which is not taken over."
        obstacle = "" if mode in ("ak", "ststoken") else other_way
        yield _finished(Candidate("ossutil", path, account, obstacle=obstacle), key, secret, token)


def _read_coscli(path: Path, text: str) -> Iterator[Candidate]:
    data = yaml.safe_load(text)["cos"]
    base, buckets = data.get("base") or {}, data.get("buckets") or []
    endpoint = next((str(each["endpoint"]) for each in buckets if each.get("endpoint")), "")
    region = next((str(each["region"]) for each in buckets if each.get("region")), "")
    bucket = str(buckets[0].get("name", "")) if len(buckets) == 1 else ""
    account = replace(_account("coscli", "cos", endpoint, region), start_path=f"{bucket}/" if bucket else "")
    key, secret = str(base.get("secretid") or ""), str(base.get("secretkey") or "")
    found = Candidate("coscli", path, account)
    # coscli writes its keys encrypted (since 0.12); a key of Tencent's begins with AKID.
    if key and not key.startswith("AKID"):
        yield replace(found, obstacle="coscli keeps its key encrypted. Add the account by hand.")
    else:
        yield _finished(found, key, secret, str(base.get("sessiontoken") or ""))


def _read_aws(path: Path, text: str) -> Iterator[Candidate]:
    for name, row in _sections(text):
        if name.startswith(("sso-session", "services", "preview", "plugins")):
            continue
        title = name.removeprefix("profile ").strip()
        account = _account(title, "aws", row.get("endpoint_url", ""), row.get("region", "") or "us-east-1")
        account = replace(account, region=row.get("region", ""))
        obstacle = ""
        if "sso_session" in row or "sso_start_url" in row:
            obstacle = "It logs in by single sign-on (SSO), which is not taken over."
        elif "credential_process" in row:
            obstacle = "A program gives its credentials (credential_process), which is not taken over."
        elif "role_arn" in row:
            obstacle = "It assumes a role (role_arn), which is not taken over."
        found = Candidate("aws", path, account, obstacle=obstacle)
        key, secret = row.get("aws_access_key_id", ""), row.get("aws_secret_access_key", "")
        yield _finished(found, key, secret, row.get("aws_session_token", ""))


def _read_rclone(path: Path, text: str) -> Iterator[Candidate]:
    if "RCLONE_ENCRYPT_V" in text[:200]:
        account = Account("rclone", "s3", "")
        yield Candidate("rclone", path, account, obstacle="rclone's file is encrypted. Add the accounts by hand.")
        return
    for name, row in _sections(text):
        if row.get("type") != "s3":
            continue
        kind = _RCLONE.get(row.get("provider", "").lower(), "s3")
        account = _account(name, kind, row.get("endpoint", ""), row.get("region", ""))
        if row.get("force_path_style", "") == "true" and kind == "s3":
            account = replace(account, addressing=Addressing.PATH)
        by_environment = row.get("env_auth", "") == "true" and not row.get("access_key_id")
        obstacle = "It takes its key from the environment (env_auth)." if by_environment else ""
        found = Candidate("rclone", path, account, obstacle=obstacle)
        key, secret = row.get("access_key_id", ""), row.get("secret_access_key", "")
        yield _finished(found, key, secret, row.get("session_token", ""))


def _read_mc(path: Path, text: str) -> Iterator[Candidate]:
    data: dict[str, Any] = json.loads(text)
    for name, row in (data.get("aliases") or data.get("hosts") or {}).items():
        key, secret = str(row.get("accessKey", "")), str(row.get("secretKey", ""))
        account = _account(str(name), "s3", str(row.get("url", "")), "")
        if row.get("path") == "on" and account.provider == "s3":
            account = replace(account, addressing=Addressing.PATH)
        if key or secret:  # mc comes with aliases that have none
            yield _finished(Candidate("mc", path, account), key, secret, str(row.get("sessionToken", "")))


# ---------------------------------------------------------------- inside


def _sections(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    parser = configparser.RawConfigParser(strict=False, default_section="\n")
    parser.read_string(text)
    for name in parser.sections():
        yield name, {key: (value or "").strip() for key, value in parser.items(name)}


def _finished(found: Candidate, key: str, secret: str, token: str) -> Candidate:
    """With its credentials, or with the reason why there are none."""
    account = replace(found.account, key_id=key.strip())
    if found.obstacle:
        return replace(found, account=account)
    if not key or not secret:
        return replace(found, account=account, obstacle="The file holds no access key for it.")
    if not account.endpoint:
        return replace(found, account=account, obstacle="The file names neither its endpoint nor a known region.")
    return replace(found, account=account, credentials=Credentials(key.strip(), secret.strip(), token.strip() or None))


def _account(name: str, kind: str, endpoint: str, region: str) -> Account:
    """The account at this endpoint; a provider to which the host belongs goes before what was said of it."""
    url = endpoint.strip().rstrip("/")
    if url and "://" not in url:
        url = f"https://{url}"
    kind = _owner(urlsplit(url).hostname or "") or kind
    region = region.strip().removeprefix("oss-") if kind == "oss" else region.strip()
    if not url:
        public = next((each.public for each in provider(kind).regions if each.id == region), "")
        url = f"https://{public}" if public else ""
    return Account(_name(name), kind, url, region)


def _owner(host: str) -> str:
    """The provider whose host this is; "" for none, and for the hosts of no vendor."""
    return next((name for name in provider_names() if host and provider(name).owns(host)), "")


def _name(name: str) -> str:
    """A name as the account book takes it."""
    clean = "".join("-" if letter in ":/" or not letter.isprintable() else letter for letter in name).strip()
    return clean[:64] or "account"


def free_name(name: str, taken: set[str]) -> str:
    """The name, or with a number behind it where an account has it already."""
    if name not in taken:
        return name
    number = 2
    while f"{name[:58]} ({number})" in taken:
        number += 1
    return f"{name[:58]} ({number})"
