"""The life of an account. The only room that writes accounts, requests, codes and sessions.

One module a flow; every function takes the office first, checks by itself who may do what, and
either returns a frozen view or raises a refusal after which nothing was written.
"""
