select
    ---------- ids
    {{ trimmed('sentence_number') }} as sentence_number,
    {{ trimmed('case_number') }} as case_number,

    ---------- the sentence
    {{ trimmed('court') }} as court,
    issued_on,
    {{ trimmed('outcome') }} as outcome,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('poder_judicial', 'sentences') }}
