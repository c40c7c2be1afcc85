"""The clinical spec of candidacy: for each rule, when it speaks and when it is silent."""

from tests.spec.candidacy.blocks import BLOCKS
from tests.spec.candidacy.laboratory import ALLERGIES, LABS
from tests.spec.candidacy.medicines import DRUGS, THINNERS
from tests.spec.candidacy.people import CONDITIONS, PERSON
from tests.spec.candidacy.targets import TARGET

CASES = (*TARGET, *BLOCKS, *THINNERS, *DRUGS, *CONDITIONS, *PERSON, *LABS, *ALLERGIES)
