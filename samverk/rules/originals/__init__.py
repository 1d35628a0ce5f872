"""From the lines of a signed document to an edition: clauses, paragraphs, list items and sentences with addresses.

The reading knows Swedish agreements in general and no agreement in particular: numbered headings (``§ 9``, ``9.``,
``7.1``), lists with or without their signs, page headers, lines broken by hand, a covering letter before the agreement
and annexes after it. What it cannot place it tells, with the line.
"""
