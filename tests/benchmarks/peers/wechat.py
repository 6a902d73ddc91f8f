"""A bare encrypted echo with wechatpy behind aiohttp."""

import asyncio
import sys

from aiohttp import web
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import create_reply

from tests.benchmarks.loads import WECHAT_AES_KEY, WECHAT_APP_ID, WECHAT_TOKEN


async def main(port: int) -> None:
    crypto = WeChatCrypto(WECHAT_TOKEN, WECHAT_AES_KEY, WECHAT_APP_ID)

    async def callback(request: web.Request) -> web.Response:
        query = request.query
        signed = query["msg_signature"], query["timestamp"], query["nonce"]
        message = parse_message(crypto.decrypt_message(await request.text(), *signed))
        reply = create_reply(message.content, message)
        return web.Response(text=crypto.encrypt_message(reply.render(), query["nonce"], query["timestamp"]))

    server = web.Application()
    server.router.add_post("/wechat", callback)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[2])))
