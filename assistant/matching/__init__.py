"""Which support applies to us (惠企匹配): profiles, three-valued matching, questions, grouping across policies.

The door of the folder. Support items themselves are read in ``corpus.support`` when a policy is.
"""

from assistant.matching.batch import BatchMatcher
from assistant.matching.closeness import says_nothing
from assistant.matching.matcher import match
from assistant.matching.profile import Profile
from assistant.matching.reading_fields import read_batch, read_entry, read_file, read_record
from assistant.matching.reading_text import read_text
from assistant.matching.records import bad_record
from assistant.matching.verdicts import Match, Matched, Question, Verdict

__all__ = [
    "BatchMatcher", "Match", "Matched", "Profile", "Question", "Verdict", "bad_record", "match", "read_batch", "read_entry", "read_file", "read_record", "read_text", "says_nothing",
]
