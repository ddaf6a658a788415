"""The city stage: what is measured, what is proposed, what people announce. A person decides, never the program."""
