"""Work done beside the script's own, by threads that live only while something waits.

None is at work while the process forks: it stops after the piece that it is at, and the parent goes on later. A child
begins with nothing. `threading.Thread` would have a save wait for its thread to run, which is long on a busy machine.
"""

import os
import signal
import time
from _thread import start_new_thread
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from threading import Condition, get_native_id
from typing import NamedTuple

FILES = 32
BYTES = 1 << 31
THREADS = 2 if (os.cpu_count() or 1) > 2 else 1
PATIENCE = 0.1  # seconds that a fork waits for the system to be done with a thread


class Task(NamedTuple):
    """Work on one open file that can stop after each piece, and how many bytes there are to it."""

    pieces: Iterator[None]
    size: int


class Background:
    """Tasks that wait, and threads that do them: first come, first served."""

    def __init__(self) -> None:
        self.changed = Condition()
        self.waiting: deque[Task] = deque()
        self.at_work: list[Task] = []
        self.threads = 0
        self.last_threads: deque[int] = deque(maxlen=8)  # which may still be ending
        self.paused = False

    def take(self, task: Task) -> bool:
        """See to it that a task is done soon; say False if there is no room for it, or no thread to be had."""
        with self.changed:
            found = [*self.waiting, *self.at_work]
            if found and (len(found) >= FILES or sum(other.size for other in found) + task.size > BYTES):
                return False
            self.waiting.append(task)
            self.start_thread()
            if self.threads <= 0 and not self.paused:
                self.waiting.remove(task)
                return False
        return True

    def start_thread(self) -> None:
        """Start one more thread if it is of use and the system allows it."""
        if self.threads < THREADS and not self.paused:
            with suppress(RuntimeError):
                start_new_thread(self.work_as_thread, ())
                self.threads += 1  # one too few, which does no harm, if a signal interrupts here

    def work_as_thread(self) -> None:
        """Work, and leave every signal to the script's own threads."""
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            self.work()
        finally:
            with self.changed:
                self.threads -= 1
                self.last_threads.append(get_native_id())
                if self.waiting:  # since this thread has looked
                    self.start_thread()
                self.changed.notify_all()

    def work(self) -> None:
        """Do one task after the other until none waits, or there is a pause."""
        while (task := self.next()) is not None:
            stopped = False
            try:
                stopped = any(self.paused for _ in task.pieces)
            finally:
                with self.changed:
                    self.at_work.remove(task)
                    self.waiting.extendleft([task] if stopped else [])
                    self.changed.notify_all()

    def next(self) -> Task | None:
        """Return the task that has waited longest; None if there is none, or a pause."""
        with self.changed:
            if self.paused or not self.waiting:
                return None
            self.at_work.append(self.waiting.popleft())
            return self.at_work[-1]

    def finish(self) -> None:
        """Return when every task is done, and help."""
        while self.waiting or self.at_work:
            self.work()
            with self.changed:
                self.changed.wait_for(lambda: not self.at_work)

    def pause(self) -> None:
        """Stop all work until `resume`, and return when the system knows of none of the threads any more."""
        self.paused = True
        self.changed.acquire()
        self.changed.wait_for(lambda: self.threads <= 0)
        deadline = time.monotonic() + PATIENCE
        while any(map(is_alive, self.last_threads)) and time.monotonic() < deadline:
            time.sleep(0.0001)

    def resume(self) -> None:
        """Let there be work again; the next task, or the end, starts it."""
        self.paused = False
        with suppress(RuntimeError):  # an exception ended `pause` before it had the lock
            self.changed.release()


def is_alive(thread: int) -> bool:
    """Say whether a thread of this process is still there, where the system tells (Linux)."""
    return os.path.exists(f"/proc/self/task/{thread}")  # noqa: PTH110


background = Background()
os.register_at_fork(
    before=background.pause,
    after_in_parent=background.resume,
    after_in_child=lambda: background.__init__(),  # type: ignore[misc]
)
