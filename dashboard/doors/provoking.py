"""The door by which a test makes a panel fail, slow, empty or old; shut unless YIPING_TEST is set."""

from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import read_json
from dashboard.refusals import Refusal, refusal_of
from data.errors import Invalid


async def provoke(center: Center, request: Request) -> Response:
    """Take {"panel", "mode", "seconds"?}; answer 204."""
    if not center.settings.test:
        raise Refusal(404, "not_found")
    said = read_json(await request.body())
    if not isinstance(said, dict):
        raise Refusal(422, "bad_fault", known="an object with panel, mode, seconds")
    seconds = said.get("seconds", 0)
    try:
        center.provoked.set(str(said.get("panel")), str(said.get("mode")),
                            float(seconds) if isinstance(seconds, int | float) else -1)
    except Invalid as error:
        raise refusal_of(error) from None
    return Response(status_code=204)


DOOR = Door(name="provoking", paths=(Path(template="/__test__/fault", method="POST", answer=provoke),))
