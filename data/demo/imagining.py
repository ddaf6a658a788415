"""Imagining the demo city's past, a period at a time: what came in, how it was handled, and who went."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from data import clock
from data.calendar.working_time import Calendar
from data.cases.clocks import calendar_in
from data.demo import catalogue, engaged, history, names, scenes, timeline, verdicts, waiting, wording
from data.demo.areas import CityMap
from data.demo.catalogue import Kind
from data.demo.course import Numbers, Times, forget_what_nobody_knows_yet, is_with_handler
from data.demo.draws import Draws, Ground, Period, draw_cases, lay_ground
from data.demo.past import Past
from data.demo.timeline import Pace, handed_over, us_of
from data.demo.wording import Locale


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Tells what happened in a city; `units` are rows, which become what they are doing at `now`."""

    city: CityMap
    daily: float
    scenes: int
    units: list[dict[str, Any]]
    now: datetime
    zone: ZoneInfo

    @cached_property
    def _kinds(self) -> tuple[Kind, ...]:
        return catalogue.read_catalogue().kinds

    @cached_property
    def _ground(self) -> Ground:
        return lay_ground(self.city, self._kinds)

    @cached_property
    def _calendar(self) -> Calendar:
        return calendar_in(self.zone)

    @cached_property
    def _book(self) -> list[Locale]:
        return wording.locales(self.city)

    def imagine(self, period: Period) -> Past:
        """Return the past of a period. The one that ends now also says what the units are doing."""
        city, kinds, now_us = self.city, self._kinds, us_of(self.now)
        drawn = draw_cases(city, kinds, self._ground, daily=self.daily, period=period, zone=self.zone)
        draws, times = self._courses(drawn, period)
        by_department = handed_over(kinds, draws)
        if period.back:  # nobody is out for as long as that
            by_department |= is_with_handler(times, now_us)
        sent = engaged.send_units(draws, times, kinds, self.units, by_department=by_department, now_us=now_us)
        engaged.remember_units(sent, history.is_full_trail(times, now_us), draws, times, kinds=kinds, city=city,
                               units=self.units, now_us=now_us)
        if not period.back:
            engaged.count_done(sent, times, clock.start_of_day(self.now, self.zone), self.units)
        verdict = verdicts.judge(draws, times, is_asked=_is_asked(kinds, draws), district=_district(city, draws),
                                 rng=period.rng(city, 10))
        return Past(city=city, kinds=kinds, draws=draws, times=times, verdicts=verdict, sent=sent, book=self._book,
                    now=self.now, zone=self.zone, calendar=self._calendar)

    def _courses(self, drawn: Draws, period: Period) -> tuple[Draws, Times]:
        """Return the cases with their courses as far as they are known by now; of the last period with the scenes."""
        now_us, rng = us_of(self.now), period.rng(self.city, 9)
        late = timeline.punctuality(len(self.city.levels[1].codes), rng)
        usual = self._pace(drawn, late)
        times = timeline.run_course(drawn, usual, rng)
        forget_what_nobody_knows_yet(times, now_us)
        if period.back:
            return drawn, times
        waiting.leave_some(times, usual, daily=self.daily, now_us=now_us)
        not_yet = times.at.min(axis=1) > now_us
        times.due[not_yet] = usual.due_after(times.received, not_yet)
        staged = scenes.stage_scenes(self.city, self._kinds, self._ground, now_us=now_us, count=self.scenes,
                                     first_community=_board_community(self.city))
        played = scenes.play_scenes(self._pace(staged, late), staged, now_us)
        return scenes.merge((drawn, staged), (times, played))

    def _pace(self, draws: Draws, late: NDArray[np.float64]) -> Pace:
        return Pace(kinds=self._kinds, kind=draws.kind, calendar=self._calendar,
                    late_share=late[_district(self.city, draws)], is_asked=_is_asked(self._kinds, draws),
                    by_department=handed_over(self._kinds, draws))


def _district(city: CityMap, draws: Draws) -> Numbers:
    street = city.levels[3].parent[city.grids().parent[draws.grid]]
    return city.levels[2].parent[street]


def _is_asked(kinds: tuple[Kind, ...], draws: Draws) -> NDArray[np.bool_]:
    return np.isin(history.channels(kinds, draws), sorted(verdicts.ASKED_CHANNELS))


def _board_community(city: CityMap) -> int:
    """Return the community of the drawing board: 望江 in 石桥."""
    streets, communities = city.levels[2], city.levels[3]
    street = next(n for n, name in enumerate(streets.zh) if name.startswith(names.FIRST_STREET[0]))
    return next(n for n, name in enumerate(communities.zh)
                if name.startswith(names.FIRST_COMMUNITY[0]) and communities.parent[n] == street)
