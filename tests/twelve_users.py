"""A data set of twelve users and a recipe that trains on it in seconds."""

from __future__ import annotations

from pathlib import Path

RECIPE = """
[data]
min_rating = 3
validation_users = 3
[prompt]
plain_years = true
{prompt}
[encoder]
hidden_size = 16
window = 8
max_epochs = 2
[backbone]
vocab_size = 320
hidden_size = 32
intermediate_size = 32
n_layers = 1
n_heads = 2
context = 64
epochs = 1
[experts]
lora_rank = 4
steps = 4
n_candidates = 5
"""


def write_histories_csv(path: Path) -> None:
    rows = ["user_id,item_id,timestamp,rating,title"]
    for user in range(12):
        for n in range(10):
            item = (5 * user + 3 * n) % 40
            rows.append(f"u{user},i{item},{n},4,Story {item} ({1960 + item})")
    path.write_text("\n".join(rows) + "\n")
