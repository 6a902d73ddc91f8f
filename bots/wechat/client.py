"""wechatpy's client with its traps closed: see each comment for the trap.

Blocking. Raises `SendFailed` for what the network did and `PlatformError` for an `errcode`; neither ever carries a
URL, because the access token travels in it.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient

from bots.channel import Busy, TooLarge, Unreachable
from bots.unreached import why
from bots.wechat.failures import A_MINUTE, STALE_TOKEN, PlatformError, as_refusal_of_sign_in, read_error
from bots.wechat.options import WeChatOptions
from bots.wechat.tokens import Token, Tokens
from storage.records import record

ANSWER_LIMIT = 1024 * 1024
"""Bytes of an answer that is not media."""
CHUNK = 64 * 1024


@record(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    retry_after: str
    body: bytes


class Client(WeChatClient):  # type: ignore[misc]  # wechatpy has no types
    def __init__(self, options: WeChatOptions, clock: Callable[[], float]) -> None:
        # The library's own retry recurses until the stack ends when every token is refused.
        super().__init__(options.app_id, secret="", auto_retry=False)
        self.API_BASE_URL = f"{options.api_base.rstrip('/')}/cgi-bin/"
        self._options = options
        self._http = http_session(options.threads)
        self._tokens = Tokens(self._fetch_token, clock)

    @property
    def access_token(self) -> str:
        """The library's version lets every thread of a cold start fetch one."""
        return self._tokens.current()

    @property
    def is_signed_in(self) -> bool:
        return self._tokens.is_current

    def fetch_access_token(self) -> str:
        """The library's version uses /token, where each fetch invalidates the token of every other process."""
        return self._tokens.replace(self._tokens.current())

    def _fetch_token(self) -> Token:
        body = {
            "grant_type": "client_credential",
            "appid": self._options.app_id,
            "secret": self._options.app_secret.get_secret_value(),
            "force_refresh": False,
        }
        try:
            answer = read_json(self._exchange("post", f"{self.API_BASE_URL}stable_token", data=as_json(body)))
        except PlatformError as error:
            raise as_refusal_of_sign_in(error) from None
        value, expires_in = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(value, str) or not value or not isinstance(expires_in, int):
            raise Unreachable("the platform answered the request for an access token with none")
        return Token(value, expires_in)

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Any:
        """One call, and one more when the token was refused."""
        token = self.access_token
        try:
            return self._call(method, url_or_endpoint, token, **kwargs)
        except PlatformError as error:
            if error.code not in STALE_TOKEN:
                raise
        return self._call(method, url_or_endpoint, self._tokens.replace(token), **kwargs)

    def _call(  # `binary`: the answer is media of at most so many bytes, unless it is JSON
        self, method: str, endpoint: str, token: str, *, binary: int = 0, **kwargs: Any
    ) -> dict[str, Any] | Answer:
        kwargs.pop("api_base_url", None)  # the library's per-API bases would leave the configured host
        # Copied: the library's retry wrote the token into the caller's own parameters.
        kwargs["params"] = {**(kwargs.get("params") or {}), "access_token": token}
        if isinstance(kwargs.get("data"), dict):
            kwargs["data"] = as_json(kwargs["data"])
        rewind(kwargs.get("files") or {})
        answer = self._exchange(method, f"{self.API_BASE_URL}{endpoint}", limit=binary or ANSWER_LIMIT, **kwargs)
        if binary and not is_json(answer):
            return answer
        return read_json(answer)

    def _exchange(self, method: str, url: str, *, limit: int = ANSWER_LIMIT, **kwargs: Any) -> Answer:
        try:
            answer = self._received(method, url, limit, **kwargs)
        except TooLarge:
            if limit > ANSWER_LIMIT:  # it is a file, and will not become smaller
                raise
            fault = "it answered with more than it should"
        except (requests.RequestException, OSError) as error:
            fault = why(error)
        else:
            return checked(answer)
        # Outside the `except`, so that the error with its URL is not even the context of this one.
        raise Unreachable(f"WeChat was not reached: {fault}")

    def _received(self, method: str, url: str, limit: int, **kwargs: Any) -> Answer:
        connect, whole = self._options.call_timeout
        ends_at = time.monotonic() + whole
        # The library's default is no time-out at all, and none ever for the token.
        with self._http.request(
            method, url, timeout=(connect, whole), stream=True, allow_redirects=False, **kwargs
        ) as response:
            body = read_within(response, limit, ends_at)
            headers = response.headers
            return Answer(response.status_code, headers.get("Content-Type", ""), headers.get("Retry-After", ""), body)

    def close(self) -> None:
        self._http.close()


def http_session(connections: int) -> requests.Session:
    """One session for all threads: safe as long as it keeps no cookies and nobody changes it."""
    # At DEBUG urllib3 logs every path, and the path holds the access token.
    logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=4, pool_maxsize=connections))
    return session


def read_within(response: requests.Response, limit: int, ends_at: float) -> bytes:
    """requests' own time-out starts again with every byte, so a dripping answer would hold the thread for ever."""
    body = bytearray()
    for chunk in response.iter_content(CHUNK):
        body += chunk
        if len(body) > limit:
            raise TooLarge(f"the answer is larger than {limit} bytes")
        if time.monotonic() > ends_at:
            raise requests.exceptions.ReadTimeout("too slow")
    return bytes(body)


def checked(answer: Answer) -> Answer:
    if answer.status == requests.codes.too_many_requests:
        raise Busy(float(answer.retry_after) if answer.retry_after.isdecimal() else A_MINUTE, whole_bot=True)
    if answer.status != requests.codes.ok:
        raise Unreachable(f"the platform answered with HTTP status {answer.status}")
    return answer


def is_json(answer: Answer) -> bool:
    """Errors of media/get come as JSON under text/plain."""
    return answer.body[:1] == b"{" and ("json" in answer.content_type or "text" in answer.content_type)


def read_json(answer: Answer) -> dict[str, Any]:
    """The library hands over what is not JSON as if it were a success."""
    try:
        result = json.loads(answer.body)
    except ValueError:
        result = None
    if not isinstance(result, dict):
        raise Unreachable("the platform answered with something that is not JSON")
    code = result.get("errcode", 0)
    if not isinstance(code, int):
        raise Unreachable("the platform answered with an errcode that is not a number")
    if code:
        raise read_error(code, result.get("errmsg"))
    return result


def as_json(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def rewind(files: Mapping[str, Any]) -> None:
    """A file that was read by the first try would be empty in the second."""
    for file in files.values():
        stream = file[1] if isinstance(file, tuple) else file
        if hasattr(stream, "seek"):
            stream.seek(0)
