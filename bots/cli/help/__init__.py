"""What `--help` tells in other languages than English, a module a language; in English it stands at each command.

By the words that are typed, with the option or the argument behind them: `orders import`, `orders import --encoding`,
`orders import --encoding default`. What several commands share stands there once, without any command.
"""
