"""Requests through a provider's Batch API: half the price, answers within a day. `batched.py` is the model that does it; it stands where
the paced door stands otherwise."""
