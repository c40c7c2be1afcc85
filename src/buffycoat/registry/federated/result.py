"""What whoever asked makes of a total: nothing below the minimum, nothing too like an earlier result."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from buffycoat.registry.disclosure import LEAST, publish, unlike
from buffycoat.registry.federated.question import Question
from buffycoat.registry.models import logistic, mmrm
from buffycoat.registry.statistics import Additive, Counts, Products, Score

Result = dict[str, Any]


def result(
    question: Question,
    total: Additive,
    sites: Iterable[str],
    earlier: Iterable[Result] = (),
    least: int = LEAST,
) -> Result:
    """The result that may be shown. A model is fitted to the whole total, before small groups are hidden."""
    shown = total.suppress(least)
    for one in earlier:
        before = Additive.from_json(one["statistic"])
        if _form(before) == _form(shown):
            shown = unlike(shown, before, least)
    return {
        "question": question.said,
        "sites": sorted(sites),
        "least": least,
        "hidden": int(shown.hidden.sum()),
        "statistic": shown.to_json(),
        **_model(question, total, least),
    }


def _form(one: Additive) -> Result:
    """All of a statistic but its numbers: two of the same form can be subtracted."""
    return {name: said for name, said in one.to_json().items() if name != "cells"}


def _model(question: Question, total: Additive, least: int) -> Result:
    try:
        if isinstance(total, Products):
            return {"model": _mmrm(total)}
        if isinstance(total, Score) and int(total.people.sum()) >= least:
            beta, done = logistic.advance(total, np.array(question.statistic["at"], float))
            return {"next": beta.tolist(), "done": done}
    except (ValueError, np.linalg.LinAlgError) as error:
        return {"model": {"why_not": str(error)}}
    return {}


def _mmrm(total: Products) -> Result:
    held = mmrm.fit(total)
    return {
        "names": list(held.names),
        "estimates": held.beta.tolist(),
        "standard_errors": np.sqrt(np.diag(held.phi)).tolist(),
        "log_likelihood": held.likelihood,
        "people": held.people,
        "answers": held.answers,
    }


def tables(total: Additive, least: int = LEAST) -> list[Result]:
    """The rows of a table to publish: small numbers hidden past working out, the rest rounded."""
    if not isinstance(total, Counts):
        raise ValueError(f"{total.about}: only tables of people are published as tables")
    found: list[Result] = []
    for arm in total.axes[0].labels:
        part = total.pick(total.axes[0].name, arm)
        if part.people.any():  # sums over arms are of no use, and each one more is one more to hide
            found += [{total.axes[0].name: arm} | row for row in publish(part, least).rows()]
    return found
