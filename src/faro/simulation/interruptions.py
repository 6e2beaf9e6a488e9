"""What a reader of a real API meets: a limit on requests, and a service that is sometimes not there."""

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from faro.simulation.behaviour import Behaviour


class Interruptions:
    """Says of each request whether it must come again later, and in how many seconds."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._limit = parse(behaviour.rate_limit)
        self._every = behaviour.unavailable_every
        self._pause = behaviour.retry_after_seconds
        self._requests = 0

    def over_limit(self, client: str) -> int | None:
        """Count this client's request; the seconds to wait when it is one too many."""
        if self._limiter.hit(self._limit, client):
            return None
        reset = self._limiter.get_window_stats(self._limit, client).reset_time
        return max(1, math.ceil(reset - time.time()))

    def outage(self) -> int | None:
        """Every Nth request finds nobody; the seconds to wait then. Counted, not drawn, so that it can be tested."""
        if not self._every:
            return None
        self._requests += 1
        return self._pause if self._requests % self._every == 0 else None
