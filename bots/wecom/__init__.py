"""WeCom: staff in an internal group, by a 智能机器人 over its long connection."""
