"""Telegram, by webhook or by long polling. Facts about the Bot API: https://core.telegram.org/bots/api"""
