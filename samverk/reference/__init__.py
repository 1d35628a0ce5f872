"""Facts about Sweden that ship with the product, and the readers of them. No Django, no network, standard
library only.

``municipalities`` 290 municipalities, 21 counties, sub-regions of Stockholm county · ``population`` 31
December 1950-2024 with pinned snapshots · ``actors`` what an authority was called on a given day ·
``borders`` municipalities as SVG paths · ``corpus`` where an agreement's files lie · ``sources`` where each
data file comes from.

``population_file``, ``municipality_file`` and ``border_file`` read files someone else has made and say every
fault in them; they touch nothing but their arguments.
"""
