{{ known_versions('stg_eri__resolution_versions') }}
