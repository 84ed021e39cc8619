"""The files speak of the product alone: no machine's folders, no package registry."""

import re

from tests.helpers.source import ROOT, texts

# Put together here, so that this file does not find itself.
FOLDERS = re.compile("|".join(["/" + name + "/" for name in ("work", "root", "home/[a-z]+", "Users/[A-Za-z]+")]))
REGISTRIES = re.compile(
    "|".join([r"pypi\." + "org", "python" + "hosted", r"registry\.npm" + "js", r"deb\.debian\." + "org"])
)


def test_no_file_names_a_folder_of_some_machine() -> None:
    assert [(name, found[0]) for name, text in texts() if (found := FOLDERS.search(text))] == []


def test_no_file_names_a_package_registry() -> None:
    assert [(name, found[0]) for name, text in texts() if (found := REGISTRIES.search(text))] == []


def test_lock_files_hold_hashes_and_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")
