"""E-invoices (UBL 2.1, EN 16931, NLCIUS): read safely, judged by the official rules, explained in Dutch, and written.

The order of reading this package: ``facts`` (what an e-invoice says), ``safety`` (which bytes may become a document
at all), ``reading`` (document to facts), ``structure`` (how UBL 2.1 is built), ``rules`` (the official rules by
their ids, grouped as the standards group them), ``rule_sets`` (which rules on which day), ``business_checks`` (what
a payer must stop although the rules let it pass), ``verdict``, ``writing``.
"""
