"""`pos-client commands-card`: the card of command codes, as a picture for an office printer or on the till's own."""

from pathlib import Path
from threading import Event as Flag
from typing import Annotated

import typer

import resources
from hardware.code_sheet import DOTS_PER_INCH, Faces, SheetGroup, draw_sheet
from hardware.events import Event, JobFailed, JobPrinted, JobUncertain
from hardware.picture import Typeface
from hardware.registry import Surroundings, open_printer
from pos_client import config
from pos_client.commands.places import Home, home_of
from pos_client.commands.saying import FAILED, failures, tell
from pos_client.i18n import current, use_language
from pos_client.receipts.command_card import card_document, card_groups

_PATIENCE_S = 60.0
_REGULAR, _BOLD = "fonts/Inter-Regular.ttf", "fonts/Inter-SemiBold.ttf"


def command(
    context: typer.Context,
    *,
    out: Annotated[Path | None, typer.Option("--out", help="Write the card as a PNG of one A4 page.")] = None,
    is_printed: Annotated[bool, typer.Option("--print", help="Print it on this till's receipt printer.")] = False,
    language: Annotated[str, typer.Option("--language", help="Of its words; else the till's.")] = "",
    home: Home = None,
) -> None:
    """Make the card of command codes: scan one instead of striking a key."""
    if out is None and not is_printed:
        raise typer.BadParameter("say --out FILE.png, or --print")
    with failures():
        folder = home_of(context, home)
        settings = config.load(folder)
        chosen = language or settings.language or "en"
        use_language(chosen)
        if out is not None:
            _save(out)
        if is_printed:
            _print(settings, folder, chosen)


def _save(out: Path) -> None:
    try:
        save_card(out)
    except OSError as error:
        tell(f"The card could not be written to {out}: {error.strerror}. Choose another place.")
        raise typer.Exit(FAILED) from error
    tell(f"The card is in {out}. Print it on A4 at full size, and laminate it.")


def save_card(out: Path) -> None:
    """Write the card as one A4 page of 300 dots to the inch."""
    say = current()
    groups = [
        SheetGroup(group.heading, tuple((entry.words, entry.code) for entry in group.entries))
        for group in card_groups(say)
    ]
    faces = Faces(Typeface((resources.path(_REGULAR),)), Typeface((resources.path(_BOLD),)))
    hint = say.tr("Scan a code instead of striking a key.")
    page = draw_sheet(say.tr("Command card"), hint, groups, faces)
    page.save(out, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))


def _print(settings: config.Settings, home: Path, language: str) -> None:
    wanted = settings.devices.get("printer")
    if not wanted:
        tell("This till has no printer. Make a picture instead: --out FILE.png")
        raise typer.Exit(FAILED)
    ended, ends = Flag(), []

    def listen(event: Event) -> None:
        if isinstance(event, JobPrinted | JobFailed | JobUncertain):
            ends.append(event)
            ended.set()

    fonts = (resources.path(_REGULAR), resources.path(_BOLD))
    printer = open_printer(wanted, Surroundings(listen, fonts, home / "cache"))
    try:
        printer.print("commands-card", card_document(current(), language))
        ended.wait(_PATIENCE_S)
    finally:
        printer.close()
    if not (ends and isinstance(ends[0], JobPrinted)):
        tell("The printer did not say that the card is printed. Look at it, and at its paper.")
        raise typer.Exit(FAILED)
    tell("The card is printed.")
