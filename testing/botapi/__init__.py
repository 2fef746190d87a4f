"""A Bot API server on loopback HTTP that is as strict as the real one.

It keeps chats, messages and files in memory, enforces the documented limits with the real error texts, delivers updates by
long polling or webhook, and can be told to fail: blocked chats, flood control, 5xx, lost responses, refused connections.
Rate limits are those of the Bot API FAQ: about 30 messages a second over all, one a second per chat (bursts of three pass),
20 a minute per group; they are enforced when `enforce_rates` is set.
"""

from testing.botapi.people import BotApi
from testing.botapi.values import TOKEN, ApiError, Message, Person, parse_html

__all__ = ["TOKEN", "ApiError", "BotApi", "Message", "Person", "parse_html"]
