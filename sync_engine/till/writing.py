"""Carries out what the engine wants written to the replica, in order, and says what changed. Knows no threads."""

import logging
import time
from collections.abc import Callable

from sync_engine.sql.replica_file import ReplicaUnavailable
from sync_engine.till.downward import Stage
from sync_engine.till.ports import Listener, Replica
from sync_engine.till.signals import Applied, Apply, ApplyFailed, Broken, Input, SaveAck, SnapshotReady

LOG = logging.getLogger(__name__)
SWEEP_AFTER_S = 60.0
"""Readers get so long to leave a file that was replaced before its deletion is tried."""


class Writing:
    """The only one who touches the replica."""

    def __init__(self, replica: Replica, listener: Listener, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._replica, self._listener, self._clock_s = replica, listener, clock_s
        self._sweep_at_s: float | None = clock_s()

    def perform(self, order: Apply | SaveAck | Stage) -> Input | None:
        """Do it and return what the engine should hear about it."""
        told = self._performed(order)
        self._sweep()  # not before: a download that is about to be staged is no left-over
        return told

    def _performed(self, order: Apply | SaveAck | Stage) -> Input | None:
        match order:
            case Apply():
                return self._apply(order)
            case SaveAck():
                self._acknowledge(order)
                return None
            case Stage():
                return self._stage(order)

    def _apply(self, order: Apply) -> Input:
        try:
            topics = self._replica.apply(order.page)
        except ReplicaUnavailable as trouble:
            LOG.info("a page was not applied: %s", trouble)
            is_lost = trouble.trouble == "replica_damaged"
            return ApplyFailed(trouble.trouble, None if is_lost else self._replica.cursor())
        if "replica" in topics:
            self._sweep_at_s = self._clock_s() + SWEEP_AFTER_S
        if topics:
            self._listener.changed(topics)
        return Applied(order.page.to_pos)

    def _acknowledge(self, order: SaveAck) -> None:
        try:
            self._replica.acknowledge(order)
        except ReplicaUnavailable as trouble:
            # The next hello says it again; until then the till only shows more unsent events than there are.
            LOG.info("an acknowledgement was not noted: %s", trouble)
            return
        self._listener.changed(frozenset({"ack", "stock"} if order.dispositions else {"ack"}))

    def _stage(self, order: Stage) -> Input:
        try:
            return SnapshotReady(order.request_id, self._replica.stage(order.answer))
        except ReplicaUnavailable as trouble:
            LOG.info("a snapshot was not taken: %s", trouble)
            return Broken(order.request_id, trouble.trouble)

    def _sweep(self) -> None:
        if self._sweep_at_s is not None and self._clock_s() >= self._sweep_at_s:
            self._sweep_at_s = None
            self._replica.sweep()
