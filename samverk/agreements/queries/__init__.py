"""Reads of agreements: ``versions`` what was agreed, ``situations`` what follows, ``listings`` who is bound by what."""
