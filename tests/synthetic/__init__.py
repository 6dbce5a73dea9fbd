"""An invented ward and the exports that its offices would send: no real person, number or dossier is in it.

Data flow: seed -> ward of people in households -> records of a source and month -> faults planted and noted -> rows of cells in a layout ->
bytes of a container. What was planted is the truth that tests compare with.
"""
