"""Everything that can go wrong in a command has a sentence for people."""

from pathlib import Path

import pytest

from sync_engine.domain.errors import Refusal, Unavailable, UnknownArticle, UnknownCurrency, UnusableTillId
from sync_engine.ledger.admin import AdminUnavailable, ServerRunning
from sync_engine.ledger.answers import Busy
from sync_engine.ledger.commands.doors import CannotListen, CertificateUnusable
from sync_engine.ledger.commands.sentences import sentence_for
from sync_engine.ledger.commands.serving import is_loopback
from sync_engine.ledger.export import account_name
from sync_engine.ledger.founding import new_store, time_zone_of
from sync_engine.ledger.importing.booking import BatchNotBooked
from sync_engine.ledger.importing.columns import MissingColumn, UnknownColumn, UnknownField
from sync_engine.ledger.importing.reading import FileNotUnderstood
from sync_engine.ledger.importing.taking_back import NotTakenBack
from sync_engine.ledger.importing.values import RowRefused
from sync_engine.ledger.keys import KeysMissing, KeysUnreadable
from sync_engine.ledger.opening import OtherLedger
from sync_engine.ledger.session import AnotherWriter, NoDatabaseUrl, NoLedger, PlaceUnusable
from sync_engine.ledger.store.locks import SteppedDown
from sync_engine.sql.engine import FileNotReadable, SqliteTooOld
from sync_engine.sql.migrator import NewerSchema

HERE = Path("a.csv")


@pytest.mark.parametrize(
    ("error", "part"),
    [
        *(
            (FileNotUnderstood(HERE, reason), "a.csv")
            for reason in ("missing", "closed", "kind", "not_utf8", "empty", "damaged")
        ),
        (UnknownField("colour", ("sku", "name")), "sku, name"),
        (UnknownColumn("cost", ("a", "b")), "a, b"),
        (MissingColumn("name", ("a", "b")), "--map name=COLUMN"),
        (BatchNotBooked("articles-x", "busy"), "articles-x: busy"),
        *((CannotListen("10.0.0.1", 80, reason), "10.0.0.1") for reason in ("taken", "forbidden", "absent")),
        (CertificateUnusable(HERE, HERE), "PEM"),
        (NoDatabaseUrl("nonsense"), "nonsense is no database URL"),
        (PlaceUnusable(HERE, "Permission denied"), "a.csv cannot be written: Permission denied"),
        (NotTakenBack("articles-x", "busy"), "articles-x: busy"),
        (NoLedger("sqlite:///x"), "sqlite:///x"),
        (AnotherWriter("host:1"), "host:1"),
        (ServerRunning(HERE), "running already"),
        (KeysMissing(HERE), "--home"),
        (KeysUnreadable(HERE), "a.csv"),
        (OtherLedger("l_1", "l_2"), "l_1"),
        (NewerSchema("ledger", 3, 1), "newer version (3"),
        (UnknownArticle("A"), "A"),
        (UnknownCurrency("XXX"), "XXX"),
        (UnusableTillId("t1"), "t1"),
        (RowRefused("bad_store_code", "S 1"), "S 1: bad store code"),
        (AdminUnavailable("gone"), "gone"),
        (Busy(1_000), "try again"),
        (SteppedDown(3), "term 3"),
        (FileNotReadable(HERE), "a.csv"),
        (SqliteTooOld("3.40.1"), "3.40.1"),
    ],
)
def test_the_sentence_names_what_it_is_about(error: Refusal | Unavailable, part: str) -> None:
    assert part in sentence_for(error)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_only_this_machine_reaches_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "till.example", "::"])  # noqa: S104 - nothing listens
def test_other_addresses_are_reached_from_elsewhere(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ("cash:S01:T1", "assets:cash:S01:T1"),
        ("tender:card:S01", "assets:tender:card:S01"),
        ("sales:S01", "revenues:sales:S01"),
        ("tax:S01:standard", "liabilities:tax:S01:standard"),
        ("rounding:S01", "expenses:rounding:S01"),
        ("tax:S01:a;b  (c)", "liabilities:tax:S01:a b c"),
        ("other:x\n1", "equity:other:x 1"),
    ],
)
def test_accounts_have_readable_names(account: str, name: str) -> None:
    assert account_name(account) == name


def test_a_store_made_on_the_spot_has_no_tax_and_the_countrys_time() -> None:
    body = new_store("S01", "GB", "GBP")
    assert (body["currency"], body["time_zone"], body["rules"][0]["taxes"]) == ("GBP", "Europe/London", {"none": []})
    assert time_zone_of("AU") == "UTC"
    with pytest.raises(UnknownCurrency):
        new_store("S01", "GB", "XXX")
