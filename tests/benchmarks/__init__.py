"""How long a night takes for a month of a ward in its real size, beside the least that any program would need.

Data flow: five generated files -> the floor (read as text, copied into plain tables) and our run -> two ratios.
"""

import flows  # noqa: F401  # before polars, as in every process of the product: it says how polars' allocator works
