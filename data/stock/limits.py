"""Setting below how much of a kind a depot counts as low."""

from data.errors import Invalid, NotAllowed
from data.models.stock import StockLimit
from data.people import trail
from data.stock import holders
from data.stock.materials import MOST_LOW, find
from data.stock.moving import RIGHT
from data.storage.inserting import insert_into
from data.visit import Visit


def set_low(visit: Visit, depot: str, kind: str, low: int) -> None:
    """Set the limit of a kind in a depot.

    Raises NotAllowed, NotFound("depot_not_found", "material_not_found"), Invalid("stock_quantity").
    """
    visit.scope.require(RIGHT)
    holder, place = holders.depot(visit, depot)
    if not visit.scope.allows(RIGHT, holder.area_code):
        raise NotAllowed("area_not_allowed", area=holder.area_code)
    find(visit, kind)
    if type(low) is not int or not 0 <= low <= MOST_LOW:
        raise Invalid("stock_quantity", least=0, most=MOST_LOW)
    told = {"low": low, "by_name": visit.scope.name, "at": visit.now}
    keys = {"area_code": holder.area_code, "depot": holder.key, "kind": kind}
    visit.session.execute(insert_into(visit.session, StockLimit).values(**keys, **told)
                          .on_conflict_do_update(index_elements=list(keys), set_=told))
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what="stock_limit",
               outcome="done", area=holder.area_code, subject=place.name, kind=kind, low=low)
