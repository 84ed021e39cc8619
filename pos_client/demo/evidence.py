"""What a run of the demo leaves behind: receipts, pictures, the ledger's figures and its proof, in one folder."""

import json
from pathlib import Path

from hardware.simulated.printer import SimulatedPrinter
from pos_client.demo.ledger import LedgerProgram


class Evidence:
    """One folder per run, numbered."""

    def __init__(self, folder: Path) -> None:
        numbers = [int(path.name.removeprefix("run-")) for path in folder.glob("run-*") if path.name[4:].isdigit()]
        self.folder = folder / f"run-{max(numbers, default=0) + 1}"
        self.folder.mkdir(parents=True)
        self._pictures = 0

    def picture_path(self, name: str) -> Path:
        """Where the next picture of the screen goes."""
        self._pictures += 1
        return self.folder / "screens" / f"{self._pictures:02}-{name}.png"

    def keep_receipts(self, printer: SimulatedPrinter) -> int:
        """Write every receipt as picture and as text; returns how many there are."""
        target = self.folder / "receipts"
        target.mkdir(exist_ok=True)
        printer.save(target)
        for number, receipt in enumerate(printer.receipts, 1):
            (target / f"receipt-{number:03}.txt").write_text(receipt.text, encoding="utf-8")
        return len(printer.receipts)

    def keep_books(self, ledger: LedgerProgram) -> bool:
        """Write the ledger's totals and its proof; returns whether the books are whole."""
        totals = ledger.query("report", "totals", "--by", "till")
        proof = ledger.query("verify", "--full")
        for name, content in (("totals.json", totals), ("verify.json", proof)):
            (self.folder / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return bool(proof["is_ok"])
