select
    ---------- ids
    {{ trimmed('conviction_number') }} as conviction_number,
    {{ trimmed('sentence_number') }} as sentence_number,

    ---------- the decision
    decided_on,
    {{ trimmed('offence') }} as offence,
    {{ trimmed('outcome') }} as outcome,
    prison_months::integer as prison_months,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('poder_judicial', 'convictions') }}
