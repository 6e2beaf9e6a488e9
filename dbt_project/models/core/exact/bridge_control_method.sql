{{ bridge_of_episodes('control_methods', 'map_control_method', 'control_method_key') }}
