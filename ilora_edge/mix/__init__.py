"""Experts and what becomes of them for one person: an adapter, or folded weights."""
