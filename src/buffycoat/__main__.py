"""`python -m buffycoat` is `buffycoat`."""

import sys

from buffycoat.cli import main

sys.exit(main())
