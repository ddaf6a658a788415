"""The thread by which released briefings go out: what is queued is made, sent, and marked; what failed waits longer."""

import logging

from dashboard.briefing import archive, going_out, link_page
from dashboard.briefing.going_out import File, Unsent
from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.paper import Drawer
from dashboard.speech import Words
from data.background import Background
from data.briefings import links, sendings
from data.errors import CityError, NotFound
from data.models.briefing import BriefLink, BriefSending
from data.scope import Scope
from data.settings import Settings, secret
from data.storage import turn
from data.storage.database import UNAVAILABLE, Database
from data.visit import Visit, reading, writing

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("sendings")
LOOK_SECONDS = 5.0


class Sender(Background):
    """Sends in the background until stopped. Every process has one; one at a time has the turn."""

    def __init__(self, database: Database, settings: Settings, drawer: Drawer) -> None:
        super().__init__("sendings")
        self._database, self._settings, self._drawer = database, settings, drawer

    def _work(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                self.look()
            except (NotFound, *UNAVAILABLE):
                LOG.info("no city, or nowhere to look: sendings wait")

    def look(self) -> None:
        """Try what is due, one after the other."""
        with reading(self._database, JOB, self._settings) as visit:
            if not sendings.due(visit):
                return
        with turn.taken(self._database, "sendings") as is_ours:
            if not is_ours:
                return
            with reading(self._database, JOB, self._settings) as visit:
                waiting = sendings.due(visit)
            for number in waiting:
                if not self._stopping.is_set():
                    self._try(number)

    def _try(self, number: int) -> None:
        try:
            self._send(number)
        except Unsent as unsent:
            reason, is_final = unsent.reason, unsent.is_final
        except CityError as error:  # withdrawn since, no longer readable, or drawing that takes too long
            reason, is_final = error.code, error.code.startswith(("link_", "briefing_"))
            is_final = is_final and error.code != "briefings_wait"
        except Exception:  # one that cannot be made must not keep the others, and is told like any failure
            LOG.exception("sending %s failed", number)
            reason, is_final = "failed", False
        else:
            with writing(self._database, JOB, self._settings) as visit:
                sendings.mark_sent(visit, number)
            return
        LOG.warning("sending %s did not go: %s", number, reason)
        with writing(self._database, JOB, self._settings) as visit:
            sendings.mark_failed(visit, number, reason, is_final=is_final)

    def _send(self, number: int) -> None:
        """Make one and hand it over. Raises Unsent, CityError. No transaction is open while others are waited for."""
        with reading(self._database, JOB, self._settings) as visit:
            one = visit.session.get_one(BriefSending, number)
            link, token = self._link(visit, one)
            brief = archive.handed(visit, one.briefing_id, is_wide=link.is_wide).brief
            words = Words(language=brief.language, zone=visit.zone)
        base = brief.link.partition(archive.address_of(brief.id))[0]
        lines = going_out.said(brief, words, f"{base}{link_page.address_of(token)}", words.moment(link.expires_at))
        if one.way == sendings.HOOK:
            address = secret(f"{sendings.HOOK_SECRET}{one.address}", self._settings.data_dir)
            going_out.post_note(self._settings, address, going_out.note(lines))
            return
        copy = link_page.copy_for(brief, link)
        files = [File(name=formats.file_name(brief, form.name), media_type=form.media_type,
                      body=form.make(copy, self._drawer)) for form in map(formats.find, link.formats)]
        message = going_out.letter(self._settings, lines, (link.reader, one.address), f"brief-{one.id}-{link.id}",
                                   files)
        going_out.post_letter(self._settings, message)

    def _link(self, visit: Visit, one: BriefSending) -> tuple[BriefLink, str]:
        """Return its link and token. Raises Gone where that ended since, or its briefing was withdrawn."""
        known = self._database.keys.known() if self._database.keys else {}
        link = visit.session.get_one(BriefLink, one.link_id)
        if link.key_id not in known:
            raise NotFound("link_not_found")
        token = links.token_of(link, known[link.key_id])
        links.follow(visit, known, token)
        return link, token
