"""A disk that can lose power, tear writes, be full and die under a program. Real SQLite, real files, real settings.

What it models: every write reaches the file at once, as in the page cache of a system, and is in doubt until the file
is synced. `lose_power` takes each write in doubt back, keeps it, or keeps a part of its 512-byte sectors, in any
combination; what was synced stays. A program that dies (`Program.is_dead`) writes nothing more; what it wrote stays.
What it does not model: names of files in doubt (a file made or deleted is so at once), disks that lie about syncing,
bit rot. Syncing itself costs nothing here, so that a run waits for no real disk.
"""

import ctypes
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulation import native as c

SECTOR = 512
_DATABASE, _WAL, _ROLLBACK = 0x100, 0x80000, 0x800


@dataclass(eq=False)
class Program:
    """Whose writes they are. `dies_in` counts writes and syncs until it is killed, `is_full` tells of its disk."""

    name: str
    is_dead: bool = False
    dies_in: int | None = None
    is_full: Callable[[], bool] = lambda: False
    met_full: int = 0

    def dies_now(self) -> bool:
        """Count one step; True for a program that is dead at it."""
        if self.dies_in is not None:
            self.dies_in -= 1
            if self.dies_in < 0:
                self.is_dead, self.dies_in = True, None
        return self.is_dead

    def revive(self) -> None:
        """Start it anew."""
        self.is_dead, self.dies_in = False, None


@dataclass(slots=True)
class _Doubt:
    """One write since the last sync: where, what was there, what is. A truncation has no new bytes but a size."""

    offset: int
    before: bytes
    after: bytes | None


@dataclass(slots=True)
class _Platter:
    """One file: its size when it was synced last, and what was written since."""

    program: Program
    size: int
    doubts: list[_Doubt] = field(default_factory=list)


class Disk:
    """All files below the folders given to `give`; other files are left alone."""

    def __init__(self) -> None:
        self.fired: Counter[str] = Counter()
        self._owners: dict[str, Program] = {}
        self._platters: dict[str, _Platter] = {}
        self._open: dict[int, tuple[str, c.IoMethods]] = {}
        self._methods: dict[int, tuple[c.IoMethods, c.IoMethods]] = {}
        self._real = c.LIBRARY.sqlite3_vfs_find(None).contents
        self._vfs = c.copied(self._real)
        self._name = b"bad-disk"
        self._vfs.name, self._vfs.next = self._name, None
        self._vfs.open, self._vfs.delete = c.Open(self._opened), c.Delete(self._deleted)

    def install(self) -> None:
        """Have every connection from now on go through here."""
        c.LIBRARY.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)

    def remove(self) -> None:
        """Back to the real file system."""
        c.LIBRARY.sqlite3_vfs_register(ctypes.byref(self._real), 1)

    def give(self, prefix: Path, program: Program) -> None:
        """Files whose path begins so are written by `program`; the last one given counts."""
        self._owners[str(prefix)] = program

    def forget(self, prefix: Path) -> None:
        """Files whose path begins so are as they lie there now: all of it durable."""
        for path in [path for path in self._platters if path.startswith(str(prefix))]:
            del self._platters[path]

    def lose_power(self, prefix: Path, chance: random.Random) -> int:
        """Nobody has files open whose path begins so: decide over what is in doubt. Returns how many writes went."""
        lost = 0
        for path, platter in sorted(self._platters.items()):
            if path.startswith(str(prefix)) and platter.doubts:
                lost += self._decide(Path(path), platter, chance)
        for shared in prefix.parent.glob(f"{prefix.name}*-shm"):
            shared.unlink()
        self.forget(prefix)
        return lost

    def _decide(self, path: Path, platter: _Platter, chance: random.Random) -> int:
        content = bytearray(path.read_bytes())
        for doubt in reversed(platter.doubts):
            _put(content, doubt.offset, doubt.before)
        del content[platter.size :]
        keeping, lost = chance.choice((0.0, 0.2, 0.5, 0.9)), 0
        for doubt in platter.doubts:
            if chance.random() >= keeping:
                lost += 1
            elif doubt.after is None:
                del content[doubt.offset :]
            else:
                _put(content, doubt.offset, self._perhaps_torn(content, doubt, chance))
        path.write_bytes(content)
        return lost

    def _perhaps_torn(self, content: bytearray, doubt: _Doubt, chance: random.Random) -> bytes:
        assert doubt.after is not None
        if len(doubt.after) <= SECTOR or chance.random() < 0.5:
            return doubt.after
        self.fired["torn_write"] += 1
        torn = bytearray(doubt.after)
        for start in range(0, len(torn), SECTOR):
            if chance.random() < 0.5:
                old = bytes(content[doubt.offset + start : doubt.offset + start + SECTOR])
                torn[start : start + SECTOR] = old.ljust(min(SECTOR, len(torn) - start), b"\0")[: len(torn) - start]
        return bytes(torn)

    # --- what SQLite calls: nothing may be raised here ---

    def _opened(self, _vfs: int, name: int | None, file: int, flags: int, out: object) -> int:
        code = int(self._real.open(ctypes.addressof(self._real), name, file, flags, out))
        if code != c.OK or not name or not flags & (_DATABASE | _WAL | _ROLLBACK):
            return code
        path = ctypes.string_at(name).decode()
        program = self._owner(path)
        if program is None:
            return code
        head = c.File.from_address(file)
        real, ours = self._patched(ctypes.addressof(head.methods.contents))
        head.methods = ctypes.pointer(ours)
        self._open[file] = path, real
        platter = self._platters.get(path)
        if platter is None or not self._is_still(file, platter):
            self._platters[path] = _Platter(program, self._size(file))
        return code

    def _is_still(self, file: int, platter: _Platter) -> bool:
        """Tell whether the file is the one that was written here, and not another that was put in its place."""
        last = platter.doubts[-1] if platter.doubts else None
        if last is None or last.after is None:
            return last is None and platter.size == self._size(file)
        return self._bytes(file, last.offset, len(last.after)) == last.after

    def _owner(self, path: str) -> Program | None:
        return next((owner for prefix, owner in reversed(self._owners.items()) if path.startswith(prefix)), None)

    def _patched(self, address: int) -> tuple[c.IoMethods, c.IoMethods]:
        """The functions of that kind of file, and ours over them; the kinds differ in how they lock."""
        if address not in self._methods:
            real = c.copied_methods(c.IoMethods.from_address(address))
            ours = c.copied_methods(real)
            ours.write, ours.truncate = c.Write(self._written), c.Truncate(self._truncated)
            ours.sync, ours.close = c.Sync(self._synced), c.Close(self._closed)
            self._methods[address] = real, ours
        return self._methods[address]

    def _size(self, file: int) -> int:
        size = ctypes.c_int64()
        self._open[file][1].file_size(file, ctypes.byref(size))
        return size.value

    def _bytes(self, file: int, offset: int, count: int) -> bytes:
        buffer = ctypes.create_string_buffer(count)
        self._open[file][1].read(file, ctypes.addressof(buffer), count, offset)
        return buffer.raw

    def _written(self, file: int, data: int, count: int, offset: int) -> int:
        path, real = self._open[file]
        platter = self._platters.get(path)
        if platter is None:
            platter = self._platters[path] = _Platter(self._owner(path) or Program(path), self._size(file))
        program = platter.program
        was_dead = program.is_dead
        if program.dies_now():
            if was_dead:
                return c.IOERR_WRITE
            count //= 2  # killed in the middle of a write
        elif program.is_full():
            program.met_full += 1
            return c.FULL
        before = self._bytes(file, offset, count) if count else b""
        platter.doubts.append(_Doubt(offset, before, ctypes.string_at(data, count)))
        code = int(real.write(file, data, count, offset))
        return c.IOERR_WRITE if program.is_dead else code

    def _truncated(self, file: int, size: int) -> int:
        path, real = self._open[file]
        platter = self._platters[path]
        if platter.program.dies_now():
            return c.IOERR_TRUNCATE
        now = self._size(file)
        if size < now:
            platter.doubts.append(_Doubt(size, self._bytes(file, size, now - size), None))
        return int(real.truncate(file, size))

    def _synced(self, file: int, _flags: int) -> int:
        platter = self._platters[self._open[file][0]]
        if platter.program.dies_now():
            return c.IOERR_FSYNC
        platter.doubts.clear()
        platter.size = self._size(file)
        return c.OK

    def _closed(self, file: int) -> int:
        _, real = self._open.pop(file)
        return int(real.close(file))

    def _deleted(self, _vfs: int, name: int, is_synced: int) -> int:
        path = ctypes.string_at(name).decode()
        program = self._owner(path)
        if program is not None and program.is_dead:
            return c.IOERR_DELETE
        self._platters.pop(path, None)
        return int(self._real.delete(ctypes.addressof(self._real), name, is_synced))


def _put(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data
