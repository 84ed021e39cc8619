"""A signed-in till without a screen, for the tests of its presenters."""

from pos_client.i18n import use_language
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import SaleView
from sync_engine.domain.errors import Unavailable

NUTELLA, MUFFINS, BANANAS = "59027904", "F0061", "W0001"
UNKNOWN = "2000000123457"


class DiskFull(Unavailable):
    pass


class BlindTill:
    """A signed-in till without a screen."""

    def __init__(self) -> None:
        use_language("en-GB")
        self.shop = PretendShop()
        self.shop.session.sign_in("C1", "1111")
        self.sale = SalePresenter(self.shop.trade())
        self.sale.open()

    def scan(self, *codes: str) -> "BlindTill":
        for code in codes:
            self.sale.scan(code)
        self.shop.clock.move(1)
        return self

    def strike(self, *words: str) -> "BlindTill":
        for word in words:
            self.sale.strike(word)
        return self

    @property
    def view(self) -> SaleView:
        return self.sale.sale.value

    @property
    def details(self) -> list[tuple[str, str]]:
        return [(line.detail, line.amount) for line in self.view.lines]
