"""The Qt program around the window, and the border where no exception gets past: it is logged and shown as a sentence.

The journal is never in danger here: a sale is recorded or it is not, whatever the screen does.
"""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    Qt,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from pos_client.qt.theme import load_fonts

LOG = logging.getLogger(__name__)
_LEVELS = {QtMsgType.QtWarningMsg: logging.WARNING, QtMsgType.QtCriticalMsg: logging.ERROR}


def application(language: str = "en") -> QApplication:
    """The one application of this process, made when there is none, with Qt's own words in `language`."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    made = QApplication(sys.argv[:1])
    made.setApplicationName("unified-pos")
    made.setApplicationDisplayName("Till")
    load_fonts()
    speak(made, language)
    return made


def speak(made: QApplication, language: str) -> None:
    """Qt's own words, and the direction that `language` is read in."""
    locale = QLocale(language.replace("-", "_"))
    QLocale.setDefault(locale)
    made.setLayoutDirection(
        locale.textDirection() if locale.language() != QLocale.Language.C else Qt.LayoutDirection.LeftToRight
    )
    translator = QTranslator(made)
    if translator.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        made.installTranslator(translator)


def log_qt_messages() -> Callable[[], None]:
    """Send Qt's own messages to the log instead of the terminal. Returns what puts the handler before back."""
    before = qInstallMessageHandler(_on_qt_message)

    def release() -> None:
        qInstallMessageHandler(before)

    return release


def _on_qt_message(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    if "propagateSizeHints" not in text:  # the offscreen platform says this at every window
        LOG.log(_LEVELS.get(kind, logging.DEBUG), "Qt: %s", text)


def guard(report: Callable[[], None]) -> Callable[[], None]:
    """Catch what nobody caught: log it, and let the screen say so. Returns what takes the guard away again."""

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        LOG.critical("a bug on the screen", exc_info=(kind, error, trace))
        report()

    def on_thread_exception(caught: threading.ExceptHookArgs) -> None:
        name = caught.thread.name if caught.thread else "?"
        error = caught.exc_value or caught.exc_type()
        LOG.critical("a bug in thread %s", name, exc_info=(caught.exc_type, error, caught.exc_traceback))
        report()

    before = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = on_exception, on_thread_exception

    def release() -> None:
        sys.excepthook, threading.excepthook = before

    return release
