"""Measurements that print tables. None of them is a test: a slow day must not fail anything."""
