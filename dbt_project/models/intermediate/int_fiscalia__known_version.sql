{{ known_versions('stg_fiscalia__case_versions') }}
