"""What a user typed about an account, and what is wrong with it. Pure; imports no widget."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlsplit

from core.model.errors import KnownError, OwnCode
from core.model.values import Account, Addressing, Credentials
from core.rules import messages
from core.rules.access import fingerprint, holds_unseen, is_unencrypted, read_customer_key, trimmed
from core.rules.providers import Provider
from core.rules.proxies import DIRECT, BadProxyError, Proxy, read_proxy
from core.system.accounts import check_name
from gui.accounts.account_choices import Way, example, signatures
from gui.text.translate import words


class Field(StrEnum):
    """Where an inline message stands."""

    NAME = "name"
    REGION = "region"
    ENDPOINT = "endpoint"
    KEY_ID = "key-id"
    SECRET = "secret"  # noqa: S105 - a word, not a password
    START_PATH = "start-path"
    PROXY = "proxy"
    CUSTOMER_KEY = "customer-key"


@dataclass(frozen=True, slots=True)
class AccountForm:
    """The fields as they stand in the dialog.

    Attributes:
        region: an id, also one that the provider's list does not have.
        url: only read for a custom endpoint.
        secret: empty means, while editing: keep the saved one.
        signature: a version, "" for the usual one; only read where there is a choice.
        proxy: an address, "direct", or "" for that of the environment.
        proxy_password: empty means, while editing: keep the saved one.
        ca_bundle: a path, "" for what the system trusts.
        requester_pays: the account is charged where a bucket wants that.
        customer_key: as it was typed; empty means, while editing: keep the saved one.
        kept_key: how stores show the saved customer's key; "" for none, and when it is to be forgotten.
    """

    name: str
    provider: Provider
    region: str
    way: Way
    url: str
    addressing: Addressing
    key_id: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    start_path: str
    signature: str = ""
    proxy: str = ""
    proxy_password: str = field(default="", repr=False)
    ca_bundle: str = ""
    requester_pays: bool = False
    customer_key: str = field(default="", repr=False)
    kept_key: str = ""
    read_only: bool = False
    colour: str = ""

    @property
    def endpoint(self) -> str:
        """The endpoint's URL; "" when the region has none of that kind."""
        if self.way is Way.CUSTOM:
            url = self.url.strip().rstrip("/")
            return url if "://" in url or not url else f"https://{url}"
        host = self._host()
        return f"https://{host}" if host else ""

    def account(self) -> Account:
        """What is saved."""
        return Account(
            self.name.strip(),
            self.provider.name,
            self.endpoint,
            self.region.strip(),
            self.addressing,
            trimmed(self.key_id),
            self.signature if signatures(self.provider) else "",
            self.start_path.strip(),
            self._proxy_address(),
            self.ca_bundle.strip(),
            self.requester_pays,
            fingerprint(self._typed_customer_key()) if self._typed_customer_key() else self.kept_key,
            self.read_only,
            self.colour,
        )

    def credentials(self) -> Credentials | None:
        """What was typed; None when the secret was left empty."""
        secret = trimmed(self.secret)
        if not secret:
            return None
        token = trimmed(self.token) or None
        typed = self._typed_proxy_password(), self._typed_customer_key()
        return Credentials(trimmed(self.key_id), secret, token, None, *typed)

    @property
    def lacks(self) -> bool:
        """Whether something of the secrets was left empty, and is to be as it was saved."""
        proxy = self._proxy()
        lacks_password = proxy is not None and bool(proxy.user) and not self._typed_proxy_password()
        return not trimmed(self.secret) or lacks_password or bool(self.kept_key and not self._typed_customer_key())

    @property
    def types_none(self) -> bool:
        """Whether nothing of the secrets was typed."""
        return not (trimmed(self.secret) or self._typed_proxy_password() or self._typed_customer_key())

    def over(self, saved: Credentials | None) -> Credentials | None:
        """What was typed, with what is saved where nothing was; None where there is neither."""
        base, proxy = self.credentials() or saved, self._proxy()
        if base is None:
            return None
        kept = saved.proxy_password if saved is not None and proxy is not None and proxy.user else ""
        kept_key = saved.customer_key if saved is not None and self.kept_key else ""
        return replace(
            base,
            proxy_password=self._typed_proxy_password() or kept,
            customer_key=self._typed_customer_key() or kept_key,
        )

    def problems(self, names: Collection[str], edited: Account | None = None) -> dict[Field, str]:
        """A sentence for each field that is not right. `names` are taken; `edited` is the account that is edited."""
        found = {
            Field.NAME: self._name_problem(names, edited),
            Field.REGION: self._region_problem(),
            Field.ENDPOINT: self._endpoint_problem(),
            Field.KEY_ID: _unseen(self.key_id) if trimmed(self.key_id) else words.tr("Enter the access key id."),
            Field.SECRET: self._secret_problem(edited),
            Field.START_PATH: words.tr("Begin with the bucket's name, not with a slash.")
            if self.start_path.strip().startswith("/")
            else "",
            Field.PROXY: self._proxy_problem(),
            Field.CUSTOMER_KEY: words.tr(messages.NO_KEY_OF_AES)
            if trimmed(self.customer_key) and not self._typed_customer_key()
            else "",
        }
        return {field: said for field, said in found.items() if said}

    def warning(self) -> str:
        """What is allowed and should be known."""
        if is_unencrypted(self.endpoint):
            return words.tr(messages.UNENCRYPTED)
        if self.way is Way.INTERNAL:
            return words.tr("Internal endpoints answer only inside the provider's own network.")
        return ""

    # ------------------------------------------------------------ inside

    def _host(self) -> str:
        if self.way is Way.ACCELERATE:
            return self.provider.accelerate[0] if self.provider.accelerate else ""
        region = next((known for known in self.provider.regions if known.id == self.region.strip()), None)
        if region is None:
            return ""
        return region.internal if self.way is Way.INTERNAL else region.public

    def _name_problem(self, names: Collection[str], edited: Account | None) -> str:
        name = self.name.strip()
        if not name:
            return words.tr("Give the account a name.")
        if edited is None and name in names:
            return words.tr("There is an account of this name already. Choose another name.")
        try:
            check_name(name)
        except KnownError:
            return words.tr("A name has at most 64 characters and no colon, slash or line break.")
        return ""

    def _region_problem(self) -> str:
        if self.way in {Way.CUSTOM, Way.ACCELERATE}:
            return ""
        if not self.region.strip():
            return words.tr("Choose a region.")
        return "" if self.endpoint else words.tr("This region is not known. Choose a custom endpoint for it.")

    def _endpoint_problem(self) -> str:
        if self.way is not Way.CUSTOM:
            return ""
        try:
            parts = urlsplit(self.endpoint)
            right = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.path and not parts.query
            _ = parts.port
        except ValueError:
            right = False
        return "" if right else words.tr("Enter an address such as {example}.").format(example=example(self.provider))

    def _proxy(self) -> Proxy | None:
        """The proxy that was typed, None where there is none or where it is no address."""
        text = self.proxy.strip()
        if text in ("", DIRECT):
            return None
        try:
            return read_proxy(text)
        except BadProxyError:
            return None

    def _proxy_address(self) -> str:
        proxy = self._proxy()
        return DIRECT if self.proxy.strip() == DIRECT else proxy.address if proxy is not None else ""

    def _typed_proxy_password(self) -> str:
        """Where it belongs, or inside of the address, where it does not stay."""
        proxy = self._proxy()
        return self.proxy_password or (proxy.password if proxy is not None else "")

    def _typed_customer_key(self) -> str:
        return read_customer_key(self.customer_key) or ""

    def _proxy_problem(self) -> str:
        is_right = self.proxy.strip() in ("", DIRECT) or self._proxy() is not None
        return "" if is_right else words.tr(messages.CODES[OwnCode.PROXY_NOT_SUPPORTED])

    def _secret_problem(self, edited: Account | None) -> str:
        if trimmed(self.secret):
            return _unseen(self.secret) or _unseen(self.token)
        if edited is None:
            return words.tr("Enter the secret that belongs to the key id.")
        if trimmed(self.key_id) != edited.key_id or trimmed(self.token):
            return words.tr("Another key needs its own secret. Enter it.")
        return ""


def _unseen(text: str) -> str:
    return words.tr(messages.UNSEEN_INSIDE) if holds_unseen(trimmed(text)) else ""


def way_of(account: Account, provider: Provider) -> Way:
    """Which kind of endpoint a saved account uses."""
    host = account.endpoint.removeprefix("https://")
    for region in provider.regions:
        if region.id == account.region and host in {region.public, region.internal}:
            return Way.PUBLIC if host == region.public else Way.INTERNAL
    return Way.ACCELERATE if provider.accelerate and host == provider.accelerate[0] else Way.CUSTOM
