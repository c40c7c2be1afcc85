"""Three practices answer a researcher at the command line: no row moves, and the total is the pooled one."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.registry_data import make
from buffycoat.cli import main
from buffycoat.registry import frame
from buffycoat.registry.federated import statistic
from buffycoat.registry.federated.cohort import members
from buffycoat.registry.models import logistic, mmrm
from buffycoat.registry.statistics import Additive

SITES = ("000", "001", "002")


class Network:
    """The practices' homes and the researcher's, each with what it would have on its own machine."""

    def __init__(self, tmp: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.tmp, self.monkeypatch, self.capsys = tmp, monkeypatch, capsys
        self.data = tmp / "data"
        make(self.data, 700, 3)
        for name in SITES:
            own = tmp / name / "data"
            own.mkdir(parents=True)
            (self.data / f"site={name}").rename(own / f"site={name}")
        self.asker = tmp / "researcher" / "asking.key"
        keys = {name: self.at(name, "registry", "key") for name in SITES}
        asker = self.at("researcher", "registry", "key", str(self.asker))
        for name in SITES:
            peers = "".join(f'{other} = "{key}"\n' for other, key in keys.items() if other != name)
            (tmp / name / "registry" / "policy.toml").write_text(
                f'site = "{name}"\n[askers.group]\nkey = "{asker}"\n'
                f'kinds = ["response", "visits", "logistic"]\n[peers]\n{peers}'
            )

    def at(self, where: str, *command: str, status: int = 0) -> str:
        """Run a command at one place; what it printed."""
        self.monkeypatch.setenv("BUFFYCOAT_HOME", str(self.tmp / where))
        assert main(command) == status
        told = self.capsys.readouterr()
        self.said = str(told.err)
        return str(told.out).strip()

    def ask(self, *what: str) -> Path:
        path = self.tmp / "question.json"
        self.at("researcher", "registry", "question", "--asker", "group", "--key", str(self.asker),
                "--sites", ",".join(SITES), "--out", str(path), *what)  # fmt: skip
        return path

    def answer(self, site: str, message: Path, status: int = 0) -> Path:
        out = self.tmp / f"{site}-{message.stem}-{datetime.now(UTC).timestamp()}.json"
        self.at(site, "registry", "answer", str(message), "--data", str(self.tmp / site / "data"),
                "--out", str(out), status=status)  # fmt: skip
        return out

    def round(self, question: Path) -> dict[str, Any]:
        replies: list[Path] = []
        message = question
        for _ in range(4):
            for name in SITES:
                if name == SITES[-1]:  # two of three are not enough to go on
                    self.combine(question, replies, status=1)
                replies.append(self.answer(name, message))
            message = self.combine(question, replies)
        found: dict[str, Any] = json.loads(message.read_text())
        return found

    def combine(self, question: Path, replies: list[Path], status: int = 0, *more: str) -> Path:
        out = self.tmp / f"message-{len(replies)}.json"
        self.at("researcher", "registry", "combine", str(question), *map(str, replies), "--key",
                str(self.asker), "--out", str(out), *more, status=status)  # fmt: skip
        return out

    def pooled(self) -> frame.Frame:
        both = self.tmp / "pooled"
        both.mkdir(exist_ok=True)
        for name in SITES:
            link = both / f"site={name}"
            if not link.exists():
                link.symlink_to(self.tmp / name / "data" / f"site={name}")
        return frame.read(both)


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Network:
    return Network(tmp_path, monkeypatch, capsys)


def test_a_table_and_a_mixed_model_are_those_of_the_pooled_rows(network: Network) -> None:
    told = network.round(network.ask("--where", "arm=prp,steroid", "--where", "age=40:80"))
    whole = network.pooled()
    among = whole.where(members(whole, {"arm": ["prp", "steroid"], "age": [40, 80]}))
    truth = statistic.statistic({"kind": "response"}, among)
    assert Additive.from_json(told["statistic"]).fingerprint() == truth.suppress(5).fingerprint()
    assert told["hidden"] > 0
    again = network.round(
        network.ask("--kind", "visits", "--columns", "baseline,prp", "--fill", "baseline", "--where",
                    "arm=prp,steroid", "--where", "age=40:80")
    )  # fmt: skip
    rows = statistic.statistic(again["question"]["statistic"], among)
    assert again["model"]["estimates"] == mmrm.fit(rows).beta.tolist()
    assert "lines are whole" in network.at(SITES[0], "registry", "log")


def test_a_regression_in_a_few_rounds_is_that_of_the_pooled_rows(network: Network) -> None:
    result = network.round(
        network.ask("--kind", "logistic", "--columns", "baseline,prp", "--fill", "baseline", "--week", "12")
    )
    before = network.tmp / "before.json"
    for _ in range(10):
        if result["done"]:
            break
        before.write_text(json.dumps(result))
        result = network.round(network.ask("--after", str(before)))
    assert result["done"]
    asked = result["question"]["statistic"]

    def step(beta: Any) -> Any:
        return statistic.statistic({**asked, "at": beta.tolist()}, network.pooled())

    assert result["next"] == logistic.fit(step, 3).beta.tolist()


def test_what_a_site_does_not_answer(network: Network) -> None:
    question = network.ask()
    said = json.loads(question.read_text())
    changed = network.tmp / "changed.json"
    for message, why in (
        ({**said, "said": {**said["said"], "cohort": {"age": [20, 30]}}}, "signature"),
        ({"said": said["said"], "signature": ""}, "signature"),
        (
            {"said": {**said["said"], "asker": "stranger"}, "signature": said["signature"]},
            "nobody of that name",
        ),
        ({"said": {"message": "rows"}}, "nobody of that name|no message"),
    ):
        changed.write_text(json.dumps(message))
        network.answer(SITES[0], changed, status=1)
        assert any(one in network.said for one in why.split("|"))
    for what, why in (
        (("--kind", "pain"), "may not ask for pain"),
        (("--where", "age=90:100", "--where", "target=MULT", "--where", "arm=steroid"), "fewer people"),
        (("--until", str(date(2020, 1, 1))), "was open until"),
    ):
        network.answer(SITES[0], network.ask(*what), status=1)
        assert why in network.said
    question.write_text(json.dumps(said))
    network.answer(SITES[0], question)
    network.answer(SITES[0], question, status=1)
    assert "put before" in network.said
    assert network.at(SITES[0], "registry", "log").count("refused") == 8


def test_a_changed_or_shortened_log_stops_every_answer(network: Network) -> None:
    question = network.ask()
    network.answer(SITES[0], question)
    network.answer(SITES[0], question, status=1)
    log = network.tmp / SITES[0] / "registry" / "log.jsonl"
    whole = log.read_text()
    for damaged in (
        whole.replace('"did": "key"', '"did": "kex"'),
        "".join(whole.splitlines(keepends=True)[:-1]),
        "".join(whole.splitlines(keepends=True)[1:]),
        "",
        "not JSON\n",
    ):
        log.write_text(damaged)
        assert network.at(SITES[0], "registry", "log", status=1).startswith("BROKEN")
        network.answer(SITES[0], network.ask(), status=2)
    log.write_text(whole)
    network.answer(SITES[0], network.ask())
    for name in ("identity.key", "pseudonym.key", "ledger.npz", "log.jsonl", "rounds.json"):
        assert (log.parent / name).stat().st_mode & 0o077 == 0
    assert not (log.parent / "answering").exists()


def test_a_published_table_is_rounded_and_holds_no_small_number(network: Network) -> None:
    publish = network.tmp / "table.json"
    original = network.combine

    def combine(question: Path, replies: list[Path], status: int = 0) -> Path:
        return original(question, replies, status, "--publish", str(publish))

    network.combine = combine  # type: ignore[method-assign, assignment]  # the same, and publishes
    network.round(network.ask("--where", "arm=prp", "--where", "target=FACET,DISC"))
    numbers = [one["people"] for one in json.loads(publish.read_text())]
    assert None in numbers
    assert all(one is None or (one % 5 == 0 and one >= 0) for one in numbers)
