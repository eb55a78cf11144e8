"""The doors of the sandbox for the bot: Web API, sockets, response_urls and files, as Starlette routes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.sandbox.slack import arguments
from bot.sandbox.slack.answers import answer
from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.methods import METHODS
from bot.sandbox.slack.methods.schedule import post_due
from bot.sandbox.slack.refusals import Json, RateLimited, Refusal
from bot.sandbox.slack.world import Call, World

LARGEST_FILE = 20 * 1024 * 1024


class Doors:
    """What the bot reaches; every call is written down in `world.calls`."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.timing.each_tick(lambda: post_due(world))

    def routes(self) -> list[BaseRoute]:
        """To be put at the root of a server."""
        return [
            Route("/api/{method}", self._api, methods=["GET", "POST"]),
            Route("/response/{key}", self._response, methods=["POST"]),
            Route("/upload/{file}", self._upload, methods=["POST", "PUT"]),
            Route("/files/{file}", self._download, methods=["GET"]),
            WebSocketRoute("/socket", self._world.sockets.serve),
        ]

    async def _api(self, request: Request) -> Response:
        method = request.path_params["method"]
        self._world.timing.start()
        self._world.timing.tick()
        fault = self._world.rates.fault(method)
        if fault is not None and fault.status != 429:
            return self._noted(method, {}, f"http_{fault.status}", PlainTextResponse("", fault.status))
        given: Json = {}
        try:
            if fault is not None:
                raise RateLimited(fault.seconds)
            content_type = request.headers.get("content-type", "")
            given = arguments.read(content_type, await request.body(), dict(request.query_params))
            answered = self._answered(method, given, _token(request, given))
        except Refusal as refusal:
            headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, RateLimited) else {}
            return self._noted(
                method, given, refusal.error, JSONResponse(refusal.body(), refusal.status, headers=headers)
            )
        return self._noted(method, given, "", JSONResponse({"ok": True, **answered}))

    def _answered(self, name: str, given: Json, token: str) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        if name != "api.test":
            self._authorised(token, app_token=method.app_token)
        if not method.app_token:
            self._world.manifest.require(*method.scopes)
        args = Arguments(given)
        args.need(*method.needs)
        return method.call(self._world, args)

    def _authorised(self, token: str, *, app_token: bool) -> None:
        app = self._world.workspace.app
        if not token:
            raise Refusal("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise Refusal("invalid_auth")
        if (token == app.app_token) is not app_token:
            raise Refusal("not_allowed_token_type")

    def _noted(self, method: str, given: Json, error: str, response: Response) -> Response:
        shown = {name: value for name, value in given.items() if name != "token"}
        self._world.calls.append(Call(method, shown, error))
        return response

    async def _response(self, request: Request) -> Response:
        self._world.timing.start()
        given: Json = {}
        try:
            given = arguments.read("application/json", await request.body(), {})
            answer(self._world, request.path_params["key"], Arguments(given))
        except Refusal as refusal:
            status = refusal.status if refusal.status != 200 else 400
            return self._noted("response_url", given, refusal.error, JSONResponse(refusal.body(), status))
        return self._noted("response_url", given, "", PlainTextResponse("ok"))

    async def _upload(self, request: Request) -> Response:
        file = self._world.files.get(request.path_params["file"])
        if file is None or file.complete:
            return PlainTextResponse("no such upload", 404)
        content = await _content(request)
        if content is None or len(content) > LARGEST_FILE:
            return PlainTextResponse("too large, or not a file", 400)
        file.content, file.size = content, len(content)
        return PlainTextResponse(f"OK - {len(content)}")

    async def _download(self, request: Request) -> Response:
        file = self._world.files.get(request.path_params["file"])
        if file is None or not file.complete or file.content is None:
            return PlainTextResponse("no such file", 404)
        # What a bot uploads is data: a browser saves it and never shows it as a page of ours.
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return Response(file.content, media_type="application/octet-stream", headers=headers)


def _token(request: Request, given: Json) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(given.get("token") or "")


async def _content(request: Request) -> bytes | None:
    """The bytes of an upload, which come bare or as the one file of a form."""
    body = await request.body()
    content_type = request.headers.get("content-type", "")
    if not content_type.startswith("multipart/form-data"):
        return body
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    part = body.partition(b"--" + boundary + b"\r\n")[2]
    head, _, rest = part.partition(b"\r\n\r\n")
    return rest.partition(b"\r\n--" + boundary)[0] if head else None
