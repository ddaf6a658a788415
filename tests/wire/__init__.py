"""The doors in process and over real sockets."""
