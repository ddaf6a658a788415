"""The same page by Panel and Streamlit, in an environment of their own, beside ours in the same browser."""
