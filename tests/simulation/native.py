"""SQLite's table of functions, as far as a file system of our own needs it. Knows no fault and no file.

The SQLite that the product runs on is part of its driver and exports its C interface: a file system that stands before
the real one can be registered from Python, and every connection of this process then goes through it. Source of the
shapes: sqlite3.h, `sqlite3_vfs` and `sqlite3_io_methods`.
"""

import ctypes

from sqlcipher3 import _sqlite3

OK, IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE, IOERR_DELETE, FULL = 0, 778, 1034, 1546, 2570, 13

_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64

Read = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
Write = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
Truncate = ctypes.CFUNCTYPE(_I, _P, _L)
Sync = ctypes.CFUNCTYPE(_I, _P, _I)
FileSize = ctypes.CFUNCTYPE(_I, _P, ctypes.POINTER(_L))
Close = ctypes.CFUNCTYPE(_I, _P)
Open = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, ctypes.POINTER(_I))
Delete = ctypes.CFUNCTYPE(_I, _P, _P, _I)


class IoMethods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = (
        ("version", _I),
        ("close", Close),
        ("read", Read),
        ("write", Write),
        ("truncate", Truncate),
        ("sync", Sync),
        ("file_size", FileSize),
        *((name, _P) for name in ("lock", "unlock", "check_reserved_lock", "file_control", "sector_size")),
        *((name, _P) for name in ("characteristics", "shm_map", "shm_lock", "shm_barrier", "shm_unmap")),
        *((name, _P) for name in ("fetch", "unfetch")),
    )


class File(ctypes.Structure):
    """`sqlite3_file`: what follows it belongs to the real file system."""

    _fields_ = (("methods", ctypes.POINTER(IoMethods)),)


class Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = (
        ("version", _I),
        ("file_size", _I),
        ("longest_path", _I),
        ("next", _P),
        ("name", ctypes.c_char_p),
        ("app", _P),
        ("open", Open),
        ("delete", Delete),
        *((name, _P) for name in ("access", "full_path", "dl_open", "dl_error", "dl_sym", "dl_close")),
        *((name, _P) for name in ("randomness", "sleep", "current_time", "last_error", "current_time_64")),
        *((name, _P) for name in ("set_system_call", "get_system_call", "next_system_call")),
    )


LIBRARY = ctypes.CDLL(_sqlite3.__file__)
LIBRARY.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
LIBRARY.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
LIBRARY.sqlite3_vfs_register.argtypes = [ctypes.POINTER(Vfs), _I]


def copied(vfs: Vfs) -> Vfs:
    """A file system that does what `vfs` does."""
    copy = Vfs()
    ctypes.memmove(ctypes.byref(copy), ctypes.byref(vfs), ctypes.sizeof(Vfs))
    return copy


def copied_methods(methods: IoMethods) -> IoMethods:
    """File functions that do what `methods` do."""
    copy = IoMethods()
    ctypes.memmove(ctypes.byref(copy), ctypes.byref(methods), ctypes.sizeof(IoMethods))
    return copy
