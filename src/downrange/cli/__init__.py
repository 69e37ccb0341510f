"""The command line: parse, call, print; one module a subject.

Every command gives one JSON document on standard output with ``--json``; progress and messages go to standard
error. Exit 0: an answer was given, whatever the answer; 1: problems in what the user gave, each with its
place; 2: wrong usage. Rooms are imported when their command runs, so that ``--help`` answers at once.
"""

import downrange.cli.acting as acting
import downrange.cli.chain as chain
import downrange.cli.flight as flight
import downrange.cli.holding as holding
import downrange.cli.matter as matter
import downrange.cli.upkeep as upkeep
from downrange.cli.common import app
from downrange.cli.entry import main

__all__ = ["acting", "app", "chain", "flight", "holding", "main", "matter", "upkeep"]
