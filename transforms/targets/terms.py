"""Terms that a column of figures (``transforms.targets.words``) and a single one (``flows.wording``) share: sizes of money, bounds.

Nothing heavy is imported here.
"""

BILLION, MILLION = 1_000_000_000, 1_000_000
#: Kind of a target and whether it is strict -> what stands before its figure.
BOUNDS_VI = {("floor", False): "ít nhất", ("floor", True): "trên", ("ceiling", False): "không quá", ("ceiling", True): "dưới"}
