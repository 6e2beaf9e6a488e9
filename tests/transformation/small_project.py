"""A dbt project of a few models with the real macros: two institutions, a fact and a mart each, and a view of both."""

import shutil
from pathlib import Path

from faro.settings import PROJECT

REAL = PROJECT / "dbt_project"
MACROS = (
    "in_force.sql", "cleaning.sql", "generate_schema_name.sql", "loads_of_fact.sql", "records.sql",
    "tests/reconciles.sql", "tests/holds.sql", "tests/referential_integrity.sql", "tests/where_subquery.sql",
)  # fmt: skip
FILES = {
    "dbt_project.yml": """
name: faro
version: 1.0.0
config-version: 2
profile: faro
flags: {send_anonymous_usage_stats: false}
vars: {held: {}}
seeds: {faro: {+schema: reference}}
models:
  faro:
    staging: {+schema: staging, +materialized: view}
    core: {+schema: core, +materialized: table}
    marts: {+schema: marts, +materialized: table}
""",
    "seeds/direction.csv": "code\nentry\n",
    "models/staging/_sources.yml": """
version: 2
sources:
  - {name: raw_eri, schema: raw_eri, tables: [{name: referrals_current}]}
  - {name: raw_dgme, schema: raw_dgme, tables: [{name: border_entries_current}]}
  - {name: identity, schema: identity, tables: [{name: person_of_row}]}
""",
    "models/staging/stg_eri__referrals.sql": """
select {{ trimmed('referral_number') }} as referral_number, _load_id as load_id, _row_number as row_number
from {{ in_force('eri', 'referrals') }}
""",
    "models/staging/stg_eri__referrals.yml": """
version: 2
models:
  - name: stg_eri__referrals
    data_tests: [{reconciles: {arguments: {to: "source('raw_eri', 'referrals_current')"}}}]
    columns: [{name: referral_number, data_tests: [unique]}]
unit_tests:
  - name: blanks_go
    model: stg_eri__referrals
    given: [{input: "source('raw_eri', 'referrals_current')", rows: [{referral_number: ' A ', _row_number: 1}]}]
    expect: {rows: [{referral_number: A}]}
""",
    "models/staging/stg_dgme__border_entries.sql": """
select month, movements from {{ in_force('dgme', 'border_entries') }}
""",
    "models/core/fct_referral.sql": """
select referrals.referral_number, persons.person_key
from {{ ref('stg_eri__referrals') }} as referrals
left join {{ source('identity', 'person_of_row') }} as persons
    on (persons.load_id, persons.row_number) = (referrals.load_id, referrals.row_number)
""",
    "models/core/fct_referral.yml": """
version: 2
models:
  - name: fct_referral
    data_tests: [{reconciles: {arguments: {to: "source('raw_eri', 'referrals_current')"}}}]
""",
    "models/core/dim_direction.sql": "select code as direction_key from {{ ref('direction') }}",
    "models/core/dim_direction.yml": """
version: 2
models:
  - {name: dim_direction, columns: [{name: direction_key, constraints: [{type: primary_key}]}]}
""",
    "models/core/fct_border_movement.sql": """
select
    month, movements, null as unsaid_key, 'entry' as sound_key,
    case when movements < 5000 then 'entry' else 'nowhere' end as direction_key
from {{ ref('stg_dgme__border_entries') }}
""",
    "models/core/fct_border_movement.yml": """
version: 2
models:
  - name: fct_border_movement
    data_tests:
      - holds: {arguments: {expression: movements < 1000}}
      - referential_integrity:
          arguments:
            keys:
              direction_key: ref('dim_direction')
              sound_key: ref('dim_direction')
              unsaid_key: ref('dim_direction')
""",
    "models/marts/i01.sql": "select 'i01' as indicator_id, count(*) as value from {{ ref('fct_referral') }}",
    "models/marts/i02.sql": """
select 'i02' as indicator_id, coalesce(sum(movements), 0) as value from {{ ref('fct_border_movement') }}
""",
    "models/marts/indicator_value.sql": """
{{ config(materialized='view') }}
select * from {{ ref('i01') }} union all select * from {{ ref('i02') }}
""",
}


def write_project(folder: Path) -> Path:
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.lstrip(), encoding="utf-8")
    for name in (*(f"macros/{macro}" for macro in MACROS), "profiles.yml"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REAL / name, path)
    return folder
