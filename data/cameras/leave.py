"""Leave to look through one camera: asked for with a reason, noted on the audit trail, good for ten minutes.

Leave is a signed text, so that any worker knows it; it names the person and the camera, and opens nothing else.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from data import clock
from data.audit.keys import Keys
from data.cameras.register import PERMISSION, Camera, find
from data.cases import workflow
from data.errors import Invalid, NotAllowed
from data.people import trail
from data.visit import Visit

GOOD_SECONDS = 600
SHORTEST_REASON, LONGEST_REASON = 4, 120


@dataclass(frozen=True, kw_only=True)
class Leave:
    """A camera that may be looked through, and the text that proves it."""

    camera: Camera
    proof: str
    seconds: int = GOOD_SECONDS


def ask(visit: Visit, key: bytes, camera_id: str, *, case_no: str = "", reason: str = "") -> Leave:
    """Return leave, once it is noted who looks through which camera for which case or reason.

    Raises NotAllowed, NotFound (camera, case), Invalid("reason_needed"); the visit must write.
    """
    visit.scope.require(PERMISSION)
    camera = find(visit, camera_id)
    why = " ".join(reason.split())[:LONGEST_REASON]
    area = None
    if case_no:
        case = workflow.find(visit, case_no)
        case_no, area = case.case_no, case.area_code
    elif len(why) < SHORTEST_REASON:
        raise Invalid("reason_needed")
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what="camera_view",
               outcome="done", area=area, subject=camera.id, case=case_no, reason=why)
    ends = int(clock.now().timestamp()) + GOOD_SECONDS
    return Leave(camera=camera, proof=f"{ends}.{seal(key, f'{visit.scope.person}|{camera.id}|{ends}')}")


def require(visit: Visit, key: bytes, camera_id: str, proof: str) -> Camera:
    """Return the camera that this visitor has leave to look through. Raises NotAllowed("leave_ended"), NotFound."""
    visit.scope.require(PERMISSION)
    ends, _, sign = proof.partition(".")
    whole = ends.isascii() and ends.isdigit() and len(ends) < 14
    if not whole or not hmac.compare_digest(sign, seal(key, f"{visit.scope.person}|{camera_id}|{ends}")):
        raise NotAllowed("leave_ended")
    if int(ends) < clock.now().timestamp():
        raise NotAllowed("leave_ended")
    return find(visit, camera_id)


def key_of(keys: Keys) -> bytes:
    """Return the key that signs leave: one of its own, made from the audit trail's, which all workers have."""
    return hmac.new(keys.signing()[1], b"yiping camera leave", hashlib.sha256).digest()


def seal(key: bytes, text: str) -> str:
    """Return the signature of a text, fit for an address."""
    return base64.urlsafe_b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode("ascii").rstrip("=")
