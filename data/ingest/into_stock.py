"""From rows to movements of stock: what depots received, or what somebody counted in them."""

import hashlib

from data.errors import CityError
from data.ingest.batch import DUPLICATE, STORED, Batch
from data.ingest.mapping import StockMapping
from data.stock.moving import Wish, move
from data.visit import Visit

KEY_LENGTH = 40
REASON_OF = {
    "depot_not_found": "unknown_depot", "material_not_found": "unknown_material", "stock_quantity": "bad_quantity",
    "stock_day": "bad_day", "stock_expired": "bad_day",
}
REFUSED = "stock_refused"
"""A movement that the ledger's own rules refuse, such as a count that differs and says no reason."""


def store_stock(visit: Visit, mapping: StockMapping, batch: Batch) -> None:
    """Carry the movements out and judge every row. Raises Invalid("wrong_column")."""
    reader = batch.reader(mapping.head)
    depots, kinds = reader.column(mapping.depot, "depot"), reader.column(mapping.material, "material")
    quantities, days = reader.column(mapping.quantity, "quantity"), reader.optional(mapping.expires_on, "expires_on")
    ids, reasons = reader.optional(mapping.id, "id"), reader.optional(mapping.reason, "reason")
    words = {word.casefold(): kind for word, kind in mapping.material_of.items()}
    for row in batch.open_rows().tolist():
        depot, said = depots.iloc[row], quantities.iloc[row].replace(",", "")
        own = ids.iloc[row] or "\n".join(map(str, batch.frame.iloc[row].tolist()))
        wish = Wish(
            key=hashlib.sha256(f"{mapping.head.source}\n{own}".encode()).hexdigest()[:KEY_LENGTH], act=mapping.act,
            kind=words.get(kinds.iloc[row].casefold(), kinds.iloc[row]), expires_on=days.iloc[row],
            quantity=int(said) if said.isascii() and said.isdecimal() and len(said) <= 9 else -1,
            depot=depot if "/" in depot else f"{mapping.depots or mapping.head.source}/{depot}",
            reason=reasons.iloc[row])
        batch.verdicts[row] = _carry(visit, wish)


def _carry(visit: Visit, wish: Wish) -> str:
    try:
        with visit.session.begin_nested():
            return DUPLICATE if move(visit, wish).was_done else STORED
    except CityError as error:
        return REASON_OF.get(error.code, REFUSED)
