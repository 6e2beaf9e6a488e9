"""The simulated institutions: they speak real SFTP, HTTP and SQL, and hold real files or labelled synthetic ones."""
