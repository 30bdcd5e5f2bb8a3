"""The queue by age and the figures of the last weeks."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.offices import (
    AGENT,
    AREA,
    IN_COLMAR,
    NATION,
    OPERATOR,
    OTHER_AREA,
    START,
    MovableClock,
    agent,
    code_of,
    confirmed,
    make_office,
    refused_operator,
    registered,
    signed_in,
    valid_operator,
)
from traces_tui.i18n import Translator
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Request
from traces_tui.office import Office
from traces_tui.refusal import Refused
from traces_tui.settings import Registration
from traces_tui.workflow import activity, confirmation, files, review
from traces_tui.workflow.activity_words import (
    NONE_WAITS,
    QUIET_WEEKS,
    age_of,
    waiting_sentences,
    week_sentences,
)
from traces_tui.workflow.views import AgeBand, Tab, Week, Work

NOTHING = (0, 0, 0)


def work(office: Office, email: str = AGENT, authority: str = AREA) -> Work:
    """What the home of an agent shows."""
    return files.work(office, agent(office, email, authority).key)


def ages(found: Work) -> list[int]:
    """How many are in each band."""
    return [band.count for band in found.waiting]


def figures(week: Week) -> tuple[int, int, int]:
    """Registrations, validations, refusals."""
    return (week.registered, week.validated, week.refused)


def last(found: Work, weeks: int = 1) -> list[tuple[int, int, int]]:
    """The figures of the last weeks; before them there must be nothing."""
    assert all(week.quiet for week in found.weeks[:-weeks])
    return [figures(week) for week in found.weeks[-weeks:]]


class TestAges:
    @pytest.mark.parametrize(
        ("age", "bands"),
        [
            (timedelta(), [1, 0, 0, 0]),
            (timedelta(days=2, microseconds=-1), [1, 0, 0, 0]),
            (timedelta(days=2), [0, 1, 0, 0]),
            (timedelta(days=4, microseconds=-1), [0, 1, 0, 0]),
            (timedelta(days=4), [0, 0, 1, 0]),
            (timedelta(days=7, microseconds=-1), [0, 0, 1, 0]),
            (timedelta(days=7), [0, 0, 0, 1]),
            (timedelta(days=400), [0, 0, 0, 1]),
        ],
        ids=str,
    )
    def test_the_borders_are_whole_days_as_in_the_list(
        self, office: Office, clock: MovableClock, age: timedelta, bands: list[int]
    ) -> None:
        confirmed(office)
        clock.now += age
        key = agent(office).key
        found = files.work(office, key)
        (row,) = files.queue(office, key, Tab.TO_VALIDATE).rows
        assert ages(found) == bands
        assert found.overdue == bands[-1] == row.overdue

    def test_all_that_wait_are_in_one_band(self, office: Office, clock: MovableClock) -> None:
        for day in range(10):
            confirmed(office, f"a{day}@x.example.fr")
            clock.move(days=1)
        assert ages(work(office)) == [1, 2, 3, 4]

    def test_only_confirmed_requests_wait(self, office: Office) -> None:
        registered(office, "new@x.example.fr")
        valid_operator(office, "valid@x.example.fr")
        refused_operator(office, "refused@x.example.fr")
        assert ages(work(office)) == [0, 0, 0, 0]

    def test_the_setting_moves_the_borders(self, office: Office, clock: MovableClock) -> None:
        for day in range(3):
            confirmed(office, f"a{day}@x.example.fr")
            clock.move(days=1)
        folder = office.settings.data_path()
        strict = make_office(folder, clock, registration=Registration(overdue_days=1))
        patient = make_office(folder, clock, registration=Registration(overdue_days=30))
        middling = make_office(folder, clock, registration=Registration(overdue_days=2))
        assert work(strict).waiting == (AgeBand(0, 1, 0), AgeBand(1, None, 3))
        assert ages(work(middling)) == [0, 1, 2]
        assert ages(work(patient)) == [3, 0, 0, 0]
        assert [band.over_days for band in work(patient).waiting] == [0, 8, 16, 30]

    @given(st.integers(1, 3650))
    def test_edges_rise_up_to_the_limit(self, days: int) -> None:
        edges = activity.age_edges(days)
        assert list(edges) == sorted(set(edges))
        assert edges[0] >= 1
        assert edges[-1] == days
        assert len(edges) == min(days, 3)


class TestWeeks:
    def test_each_act_counts_in_its_own_week(self, office: Office, clock: MovableClock) -> None:
        receipt = registered(office)
        clock.move(days=6)
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION), receipt.key)
        clock.move(days=8)
        review.validate(office, agent(office).key, [receipt.progress.number])
        assert last(work(office), 3) == [(1, 0, 0), NOTHING, (0, 1, 0)]

    def test_refusals_and_a_second_request(self, office: Office, clock: MovableClock) -> None:
        refused_operator(office)
        clock.move(days=7)
        registered(office)
        assert last(work(office), 2) == [(1, 0, 1), (1, 0, 0)]

    def test_a_validation_that_was_taken_back_is_none(self, office: Office) -> None:
        number = confirmed(office).progress.number
        key = agent(office).key
        review.validate(office, key, [number])
        assert last(work(office)) == [(1, 1, 0)]
        review.undo(office, key, [number])
        assert last(work(office)) == [(1, 0, 0)]

    def test_a_request_sent_again_because_nobody_proved_it_counts_once(
        self, office: Office, clock: MovableClock
    ) -> None:
        registered(office)
        clock.move(days=14)
        registered(office)
        assert last(work(office)) == [(1, 0, 0)]

    def test_what_is_older_is_left_out(self, office: Office, clock: MovableClock) -> None:
        """START is a Monday morning: the eighth week back begins nine hours before it."""
        refused_operator(office)
        clock.move(weeks=7)
        assert figures(work(office).weeks[0]) == (1, 0, 1)
        clock.move(days=6, hours=12)
        assert figures(work(office).weeks[0]) == (1, 0, 1)
        clock.move(days=1)
        assert all(week.quiet for week in work(office).weeks)

    def test_an_old_request_decided_now_counts_as_a_decision_only(
        self, office: Office, clock: MovableClock
    ) -> None:
        number = confirmed(office).progress.number
        clock.move(weeks=20)
        review.validate(office, agent(office).key, [number])
        assert last(work(office)) == [(0, 1, 0)]

    @pytest.mark.parametrize(
        ("moment", "weeks_back"),
        [
            (datetime(2026, 3, 1, 22, 59, 59, 999_999, tzinfo=UTC), 1),
            (datetime(2026, 3, 1, 23, 0, tzinfo=UTC), 0),
        ],
        ids=str,
    )
    def test_a_week_begins_at_midnight_of_its_monday_in_the_local_zone(
        self, office: Office, clock: MovableClock, moment: datetime, weeks_back: int
    ) -> None:
        """Tests run in Paris, where it is an hour later than UTC in winter."""
        clock.now = moment
        registered(office)
        clock.now = START
        assert figures(work(office).weeks[-1 - weeks_back]) == (1, 0, 0)


class TestMondays:
    @pytest.mark.parametrize(
        ("moment", "offsets"),
        [
            # The clocks go forward on 29 March and back on 25 October 2026.
            (datetime(2026, 4, 8, tzinfo=UTC), [23, 22, 22]),
            (datetime(2026, 11, 4, tzinfo=UTC), [22, 23, 23]),
        ],
        ids=str,
    )
    def test_they_follow_summer_time(self, moment: datetime, offsets: list[int]) -> None:
        begins = activity.mondays(moment, 3)
        assert [begin.hour for begin in begins] == offsets
        hours = (begins[1] - begins[0]).total_seconds() / 3600
        assert hours == 168 + offsets[1] % 24 - offsets[0] % 24

    @given(st.integers(0, 120 * 366 * 24 * 60))
    def test_the_last_week_holds_the_moment(self, minutes: int) -> None:
        moment = datetime(1975, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        begins = activity.mondays(moment)
        local = [begin.astimezone() for begin in begins]
        assert len(begins) == activity.WEEKS
        assert {(at.weekday(), at.hour, at.minute) for at in local} == {(0, 0, 0)}
        assert {(b.date() - a.date()).days for a, b in pairwise(local)} == {7}
        assert begins[-1] <= moment < begins[-1] + timedelta(days=7, hours=1)


class TestArea:
    def test_nobody_sees_the_figures_of_another_area(
        self, office: Office, clock: MovableClock
    ) -> None:
        confirmed(office, "a@x.example.fr")
        refused_operator(office, "r@x.example.fr")
        valid_operator(office, "c@x.example.fr", **IN_COLMAR)
        confirmed(office, "d@x.example.fr", **IN_COLMAR)
        clock.move(days=5)
        here = work(office)
        there = work(office, "colmar@x.example", OTHER_AREA)
        nation = work(office, "nation@x.example", NATION)
        assert (ages(here), last(here)) == ([0, 0, 1, 0], [(2, 0, 1)])
        assert (ages(there), last(there)) == ([0, 0, 1, 0], [(2, 1, 0)])
        assert (ages(nation), last(nation)) == ([0, 0, 2, 0], [(4, 1, 1)])

    def test_an_operator_gets_none(self, office: Office) -> None:
        valid_operator(office)
        with pytest.raises(Refused):
            files.work(office, signed_in(office).key)


def test_the_figures_come_from_the_index_of_the_lists(office: Office) -> None:
    """With a million accounts nobody reads the whole table."""
    with office.connected():
        for statement in (activity._WAITING, activity._HAPPENED):
            database, written = statement._ready()
            values = [0 if isinstance(value, tuple) else value for value in written.parameters]
            plan = database.execute_sql(f"EXPLAIN QUERY PLAN {written.sql}", values).fetchall()
            steps = [row[3] for row in plan]
            assert any(
                re.match(r"SEARCH t1 USING .*authority_id_status_status_at", s) for s in steps
            )
            assert not any(step.startswith("SCAN") for step in steps), steps


def test_everything_is_counted_once(office: Office, clock: MovableClock) -> None:
    """Against a count in Python, with requests of many ages in every state."""
    made = [registered, confirmed, refused_operator, valid_operator]
    for number in range(24):
        made[number % 4](office, f"p{number}@x.example.fr")
        clock.move(days=2, hours=5, minutes=number)
    found = work(office)
    with office.connected():
        rows = list(Request.select())
    for index, week in enumerate(found.weeks):
        end = found.weeks[index + 1].begins if index + 1 < len(found.weeks) else clock.now
        expected = (
            sum(week.begins <= row.created_at < end for row in rows),
            sum(row.status == "valid" and week.begins <= row.status_at < end for row in rows),
            sum(row.status == "refused" and week.begins <= row.status_at < end for row in rows),
        )
        assert figures(week) == expected
    assert sum(ages(found)) == 6


class TestWords:
    def test_ages_are_named(self) -> None:
        english = Translator("en")
        bands = [AgeBand(0, 2, 1), AgeBand(2, 4, 1), AgeBand(4, 7, 1), AgeBand(7, None, 1)]
        assert [english.say(age_of(band)) for band in bands] == [
            "under 2 days",
            "2 to 4 days",
            "4 to 7 days",
            "over 7 days",
        ]
        assert english.say(age_of(AgeBand(1, None, 1))) == "over 1 day"

    def test_the_same_in_sentences(self, office: Office, clock: MovableClock) -> None:
        refused_operator(office, OPERATOR)
        confirmed(office, "a@x.example.fr")
        clock.move(days=8)
        confirmed(office, "b@x.example.fr")
        found = work(office)
        english = Translator("en")
        assert [english.say(line) for line in waiting_sentences(found)] == [
            "under 2 days: 1",
            "over 7 days: 1",
        ]
        assert [english.say(line) for line in week_sentences(found)] == [
            "Week of 02/03: requests 2, validations 0, refusals 1",
            "Week of 09/03: requests 1, validations 0, refusals 0",
        ]

    def test_nothing_is_a_sentence_too(self, office: Office) -> None:
        found = work(office)
        assert waiting_sentences(found) == [NONE_WAITS]
        assert week_sentences(found) == [QUIET_WEEKS]
