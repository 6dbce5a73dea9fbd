"""Deliveries are fetched from where the departments put them: shared folders, servers, object stores.

Data flow: ``[[source]]`` of ward.toml -> an origin of its kind -> listing, looked at twice -> ``CHITIEU_HOME/inbox/<name>/...`` (below it
the path as at the source) -> folders that ``find_files`` searches. The inbox only saves fetching twice: what was delivered is kept by
landing. Its files are sealed as those are.
"""

from flows.extract.fetching.failures import PullError
from flows.extract.fetching.pulling import pull, to_standard_error
from flows.extract.fetching.taken import settle_taken

__all__ = ["PullError", "pull", "settle_taken", "to_standard_error"]
