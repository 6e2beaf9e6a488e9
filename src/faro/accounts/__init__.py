"""One account per person: `duties` says what people do, `directory` keeps their accounts in Superset and Airflow alike.

`sessions` is for the servers themselves: what ends with a password.
"""
