"""Commands that ask: today's session, drill, ask, interview."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from quiz.app import App, as_json, complete_cards, complete_topics, milliseconds, print_json, shared

if TYPE_CHECKING:
    from quiz.history.store import Store
    from quiz.session.replies import Closed
    from quiz.study.plan import Item

count_option = click.option("--count", "counted", is_flag=True, help="Let the answers move due dates.")


def today(app: App, minutes: int | None = None) -> int:
    """Hold today's session, after the questions of a first run."""
    from quiz.session.editor import reader
    from quiz.study.plan import placement, plan

    screen = app.screen
    cards = app.cards
    lines = reader(screen)
    with app.history() as store:
        items: Sequence[Item] = ()
        if store.first_run:
            from quiz.history.days import as_date
            from quiz.session.welcome import wants_placement, welcome

            if lines.piped:
                screen.print(
                    screen.text("First run: all topics, 20 minutes a day, no date (`quiz setup` changes it).", "dim")
                )
                store.set(minutes=store.settings().minutes)
            else:
                store.set(**welcome(screen, lines, cards, as_date(store.today()), store.settings().minutes))
                items = placement(cards, store.states(), store.settings())
                if items and not wants_placement(screen, lines, len(items)):
                    items = ()
        settings, states, day = store.settings(), store.states(), store.today()
        if not items:
            chosen = plan(
                cards, states, settings, day,
                seconds_per_card=store.seconds_per_card(), sessions_today=store.sessions_on(day),
            )  # fmt: skip
            from quiz.render.agenda import agenda, nothing_due

            if not chosen.items:
                nothing_due(screen, states, settings, day, len(cards))
                return 0
            agenda(screen, chosen)
            items = chosen.items
        limit = (minutes or settings.minutes) * 60_000
        return _hold(app, store, items, "review", limit_ms=limit, lines=lines)


def _hold(
    app: App, store: Store, items: Sequence[Item], mode: str, *, counted: bool = True, limit_ms: int | None = None,
    seed: int | None = None, lines: Any = None,
) -> int:  # fmt: skip
    from quiz.session.desk import Desk
    from quiz.session.editor import reader
    from quiz.session.machine import Session
    from quiz.session.sitting import sit

    session_id = store.begin_session(mode, counted=counted)
    desk = Desk(
        app.cards, app.home, store.variant_number, seed=seed, seen=store.recent_seeds, waiting=app.screen.waiting
    )
    session = Session(
        items, desk, store, summaries=app.cards, session_id=session_id, mode=mode, counted=counted, limit_ms=limit_ms,
    )  # fmt: skip
    closed, code = sit(
        session, desk, app.screen, lines or reader(app.screen), milliseconds,
        today=store.today(), later=_later(app, store, items) if seed is None else (),
    )  # fmt: skip
    if closed is not None:
        store.end_session(session_id, answers=len(closed.results), why=closed.why)
        if mode == "interview" and closed.results:
            _report(app, closed)
    return code


def _report(app: App, closed: Closed) -> None:
    """Write the report of an interview; where that cannot be, print it."""
    from quiz.study.report import report, write_report

    app.screen.blank()
    try:
        told = f"The report is in {write_report(app.home, closed, app.cards)}"
    except OSError as error:
        click.echo(app.screen.show(report(closed, app.cards)))
        told = f"The report could not be written ({error.strerror}: {error.filename}); it stands above."
    app.screen.print(app.screen.text(told))


def _later(app: App, store: Store, items: Sequence[Item]) -> list[str]:
    """Return the cards that a session on another day will begin with."""
    states, now = store.states(), {item.card for item in items}
    awake = ((card, state) for card, state in states.items() if not (state.suspended or state.known))
    due = sorted((state.due_day, card) for card, state in awake if state.due_day is not None)
    first = [card for _, card in due if card in app.cards and card not in now]
    return first + [card for card in app.cards if card not in now and card not in states]


@click.command()
@click.argument("topic", required=False, shell_complete=complete_topics)
@click.option(
    "-n", "--cards", "number", type=click.IntRange(1), default=10, show_default=True, help="Questions at most."
)
@count_option
@shared
@click.pass_obj
def drill(app: App, topic: str | None, number: int, counted: bool) -> int:
    """Practise a TOPIC, weakest cards first.

    Without a topic, all of them. No due date moves unless --count.
    """
    from quiz.study.plan import drill as drill_plan

    chosen = app.topic(topic) if topic else None
    with app.history() as store:
        items = drill_plan(app.cards, store.states(), store.today(), topic=chosen, salt=store.new_id())[:number]
        if not items:
            raise click.ClickException("there is no card to practise: all of them are suspended or known")
        return _end(_hold(app, store, items, "drill", counted=counted))


@click.command()
@click.argument("card_id", metavar="ID", shell_complete=complete_cards)
@click.option("--seed", type=click.IntRange(0), help="The number of the variant; the same everywhere.")
@click.option("--answer", help="Grade this answer and ask nothing.")
@count_option
@as_json
@shared
@click.pass_obj
def ask(app: App, card_id: str, seed: int | None, answer: str | None, counted: bool, as_json: bool) -> int:
    """Ask one card.

    With --json it prints the question, with --answer too it grades that answer and asks nothing.
    """
    from quiz.study.plan import Item, Reason

    card = app.card(card_id).id
    if as_json or answer is not None:
        return _end(_ask_once(app, card, seed, answer, as_json=as_json))
    with app.history() as store:
        return _end(_hold(app, store, [Item(card, Reason.DRILL)], "ask", counted=counted, seed=seed))


def _ask_once(app: App, card: str, seed: int | None, answer: str | None, *, as_json: bool) -> int:
    from quiz.session.desk import Desk
    from quiz.session.roles import Unfit

    with app.history() if seed is None else nullcontext() as store:
        desk = Desk(app.cards, None, store.variant_number if store else lambda card, ahead: 0, seed=seed)  # noqa: ARG005
        try:
            question = desk.draw(card)
            out: dict[str, Any] = {"question": question.to_json()}
            if answer is not None:
                key = desk.answer(question)
                verdict = desk.grade(question, key, answer)
                out |= {
                    "answer": answer, "outcome": verdict.outcome, "score": verdict.score, "read_as": verdict.echo,
                    "message": verdict.message, "mistake": verdict.mistake, "expected": desk.expected(question, key),
                }  # fmt: skip
        except Unfit as error:
            raise click.ClickException(f"{card} is broken: {error}") from None
    if as_json:
        print_json(out)
        return 0
    screen = app.screen
    from quiz.render import markup

    screen.lines(markup.render(screen, question.prompt))
    screen.blank()
    screen.print(screen.text(f"{out['outcome']}  {out['read_as']}", "bold"))
    screen.lines(markup.render(screen, str(out["message"])))
    screen.print(screen.text(f"Answer  {out['expected']}"))
    return 0


@click.command()
@click.option("--minutes", type=click.IntRange(1, 240), default=45, show_default=True, help="Length.")
@click.option("--topics", help="Topics, separated by commas; else those of your plan.")
@count_option
@shared
@click.pass_obj
def interview(app: App, minutes: int, topics: str | None, counted: bool) -> int:
    """Sit a timed interview with a written report.

    Topics and kinds are mixed, there are no hints, and the verdicts come in the report, which is Markdown in the
    folder `reports` of your home. No due date moves unless --count.
    """
    from quiz.study.report import interview_plan

    named = [app.topic(topic.strip()) for topic in topics.split(",")] if topics else []
    with app.history() as store:
        chosen = named or store.settings().topics or app.cards.topics()
        items = interview_plan(app.cards, store.states(), chosen, minutes, salt=store.new_id())
        if not items:
            raise click.ClickException("there is no card to ask: all of them are suspended")
        return _end(_hold(app, store, items, "interview", counted=counted, limit_ms=minutes * 60_000))


def _end(code: int) -> int:
    if code:
        click.get_current_context().exit(code)
    return code
