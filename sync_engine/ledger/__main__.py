"""`pos-ledger`: the central ledger's command line."""

import typer

from sync_engine.ledger.commands import (
    backing_up,
    enrolling,
    exporting,
    importing,
    proving,
    reporting,
    serving,
    settling,
    unsealing,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The central ledger: one record of stock and money for all tills and channels.",
)
app.command("serve")(serving.serve)
app.add_typer(importing.app, name="import")
app.command("enroll-code")(enrolling.enroll_code)
app.add_typer(reporting.app, name="report")
app.command("stock")(reporting.stock)
app.command("verify")(proving.verify_books)
app.add_typer(settling.app, name="cases")
app.command("backup")(backing_up.backup)
app.command("restore")(backing_up.restore_books)
app.add_typer(exporting.app, name="export")
app.command("unseal")(unsealing.unseal)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
