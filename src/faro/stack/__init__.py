"""The whole of Faro on one machine, without Docker: every service on 127.0.0.1, all state under FARO_HOME."""
