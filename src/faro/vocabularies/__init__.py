"""Code lists: read from contracts/vocabularies, proved unambiguous, rendered as the seeds that dbt loads."""

from faro.vocabularies.lists import SPECIAL, Member, Vocabulary, VocabularyInvalid, vocabularies
from faro.vocabularies.seeds import SEEDS, derived_files
from faro.vocabularies.synonyms import Synonym, SynonymAmbiguous, normalise, unambiguous

__all__ = [
    "SEEDS",
    "SPECIAL",
    "Member",
    "Synonym",
    "SynonymAmbiguous",
    "Vocabulary",
    "VocabularyInvalid",
    "derived_files",
    "normalise",
    "unambiguous",
    "vocabularies",
]
