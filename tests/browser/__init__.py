"""One shift in a real browser: sign in, see, drill, dispatch, lose the server, find it again."""
