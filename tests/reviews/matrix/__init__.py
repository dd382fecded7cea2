"""The matrix of rights: who people are, what stands on the stage, and what each is expected to be answered.

What is expected is written here by hand and never asked of `accounts.policy`.
"""
