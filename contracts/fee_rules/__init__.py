"""Fee schedules as data: what a supplier earns, as rules a machine applies and a human reads.

The format is described in ``docs/fee-rules.md``. A schedule is JSON; no schedule has code of its own.
"""
