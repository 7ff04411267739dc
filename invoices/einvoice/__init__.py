"""E-invoices (UBL 2.1, EN 16931, NLCIUS): read safely, checked, explained in Dutch, and written.

The order of reading this package: ``facts`` (what an e-invoice says), ``safety`` (which bytes may become a
document at all), ``reading`` (document to facts), ``core_rules`` and ``dutch_rules`` (rules by their official
ids), ``business_checks`` (what a payer must stop although the rules let it pass), ``verdict``, ``writing``.
"""
