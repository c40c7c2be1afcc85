"""Somebody whose triage is done and calm, for the tests of what comes after it."""

from datetime import date

from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns

SIGNS = [name for name in WarningSigns.items if name not in ("newly", "stiffness", "narrative", "asked_of")]
ANN = Referral(name="Ann Example", birth_date=date(1970, 5, 17), phone="5", reason="Back", sex="female")
PAIN = Pain(
    regions=("low_back_middle",), leg_worse_than_back=False, onset="2024", trend="same", now=6, average=5,
    worst=8, worse_with=("sitting",), better_with=("lying",),
)  # fmt: skip


def signs(**present):
    """Every warning sign asked and denied, but for those given."""
    return WarningSigns(**{**dict.fromkeys(SIGNS, False), "newly": (), "stiffness": (), **present})


CALM = (ANN, signs(), PAIN)
