"""The structure of UBL 2.1: which element may stand where, how often, and what kind of value it holds."""
