"""Carries out jobs: whose turn it is, one step at a time, and what the front ends are shown of it.

Imports all rooms of `core` but `cli` and `sandbox`. Knows neither Qt nor the command line.
"""
