"""`python -m gui` is the same as `bucketferry`."""

from __future__ import annotations

import sys

from core.cli.main import main

sys.exit(main())
