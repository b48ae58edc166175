"""Prometheus metrics."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

_requests = Counter("thanjai_requests_total", "Requests answered", ["view", "method", "status"])
_seconds = Histogram(
    "thanjai_request_seconds", "Time to answer", ["view"], buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2)
)


def observe(view: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    _requests.labels(view, method, str(status)).inc()
    _seconds.labels(view).observe(seconds)
