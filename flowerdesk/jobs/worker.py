"""The parent's side: one warm child process that runs core work, with events, cancel and crash."""

from __future__ import annotations

import multiprocessing
import pickle
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flowerdesk.core.events import Event
from flowerdesk.core.words import say
from flowerdesk.jobs import child
from flowerdesk.jobs.outcomes import Cancelled, Crashed, Failed, Finished, Outcome

_LOG_TAIL = 4000  # characters
_SECONDS_TO_END = 10.0


class Worker:
    """Runs jobs one after another in a child process that stays warm between them.

    A job is a top-level function whose last two arguments are ``emit`` and ``cancelled``; they are
    added here. :meth:`run` waits in the calling thread; :meth:`cancel` may be called from any
    other thread or from a signal handler. After a crash the next job gets a new child.
    """

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        # Without a lock: a child that is killed while it holds one would never give it back, and
        # eight aligned bytes are written in one piece.
        self._cancelled_up_to = self._context.Value("q", 0, lock=False)
        self._folder = Path(tempfile.mkdtemp(prefix="flowerdesk-"))
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._job_id = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        return self._process.pid if self._process else None

    def run(
        self, job: Callable[..., Any], *arguments: object, on_event: Callable[[Event], None]
    ) -> Outcome[Any]:
        """Runs ``job(*arguments, emit, cancelled)`` in the child and waits for its end.

        ``on_event`` is called in this thread for every event, and no more after a cancel. When it
        raises, the job is cancelled and the error is the caller's.
        """
        self._job_id += 1
        job_id = self._job_id
        try:
            work = pickle.dumps((job, arguments))
        # Pickling runs code of whatever is pickled, which may raise anything.
        except Exception as error:
            return _failed(error)
        process, connection = self._child()
        try:
            connection.send((job_id, work))
        except (BrokenPipeError, ConnectionResetError):
            return self._crashed(process)
        try:
            return self._outcome(process, connection, job_id, on_event)
        except BaseException:
            self.cancel()
            raise

    def cancel(self) -> None:
        """Asks the job that runs now to stop; it ends with Cancelled or with what it has."""
        self._cancelled_up_to.value = self._job_id

    def kill(self) -> None:
        """Ends the child at once, whatever it does; a job that runs ends with Crashed.

        A job whose child is only being started is cancelled.
        """
        self.cancel()
        process = self._process
        if process is not None:
            with suppress(ValueError):  # it has ended, and the thread that waited let it go
                process.kill()

    def rest(self) -> None:
        """Ends the child while there is nothing to do, in the thread that runs jobs; the next job
        gets a new one."""
        self._forget_child()

    def close(self) -> None:
        """Ends the child and removes what it left. A job that runs is cancelled first."""
        self.cancel()
        self._forget_child()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _child(self) -> tuple[SpawnProcess, Connection]:
        if self._process and wait([self._process.sentinel], timeout=0):
            self._forget_child()  # it died while nobody waited for it
        if self._process is None or self._connection is None:
            connection, other_end = self._context.Pipe()
            process = self._context.Process(
                target=child.main,
                args=(other_end, self._cancelled_up_to, str(self._log)),
                name="flowerdesk-worker",
                daemon=True,
            )
            with _ctrl_c_held_back():
                process.start()
            other_end.close()
            self._process, self._connection = process, connection
        return self._process, self._connection

    def _forget_child(self) -> None:
        """Ends the child, if there is one, and frees what belongs to it."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            _end(process)
            process.close()

    def _outcome(
        self,
        process: SpawnProcess,
        connection: Connection,
        job_id: int,
        on_event: Callable[[Event], None],
    ) -> Outcome[Any]:
        while True:
            # What the child sent before its death is still read: recv comes before the verdict.
            wait([connection, process.sentinel])
            if not connection.poll():
                return self._crashed(process)
            try:
                sender, pickled = connection.recv()
            except (EOFError, ConnectionResetError):
                return self._crashed(process)
            if sender != job_id:
                continue
            try:
                message = pickle.loads(pickled)
            # As for pickling.
            except Exception as error:
                self.cancel()
                return _failed(error)
            if isinstance(message, Finished | Cancelled | Failed | Crashed):
                return message
            if self._cancelled_up_to.value < job_id:
                on_event(message)

    def _crashed(self, process: SpawnProcess) -> Crashed:
        _end(process)
        exit_code = process.exitcode
        self._forget_child()
        details = ""
        if self._log.exists():
            details = self._log.read_text(errors="replace")[-_LOG_TAIL:]
        if exit_code == -getattr(signal, "SIGKILL", 9):
            sentence = say(
                "The process that does the work was ended by the system, most often because the "
                "memory ran out. What was done before is saved; start again and it goes on where "
                "it stopped."
            )
        else:
            sentence = say(
                "The process that does the work ended unexpectedly (exit code {code}). What was "
                "done before is saved; start again and it goes on where it stopped.",
                code=exit_code,
            )
        return Crashed(sentence, details)

    @property
    def _log(self) -> Path:
        return self._folder / "child.log"


def _failed(error: Exception) -> Failed:
    return Failed(child.in_words(error), traceback.format_exc(), expected=False)


def _end(process: SpawnProcess) -> None:
    """Waits for the end of a child that has nothing left to do, and no longer than it should."""
    process.join(_SECONDS_TO_END)
    if process.is_alive():
        process.kill()
        process.join()


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Ctrl-C in a terminal reaches all processes: a child that starts inherits that it is held
    back, until it has said that it does not want to hear it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # it lets Ctrl-C through again once it has started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
