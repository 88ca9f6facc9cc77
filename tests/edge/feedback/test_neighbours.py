"""What a dislike says of other items, on vectors that one can check by hand."""

from __future__ import annotations

import numpy as np

from ilora_edge.feedback.neighbours import dislike_shares, lower_neighbours

# Two pairs of neighbours and one item apart.
EMBEDDINGS = np.array([[2, 0], [1, 0.1], [0, 3], [0.1, 1], [-1, -1]], np.float32)


def test_neighbours_of_the_disliked_lose_and_others_keep() -> None:
    shares = dislike_shares(EMBEDDINGS, liked=[3], disliked=[1])
    assert shares[0] > shares[1] > max(shares[2:])
    assert shares[1] > 0.8
    assert max(shares[2:]) < 0.1


def test_the_share_is_the_kernels_mass() -> None:
    (share,) = dislike_shares(np.ones((1, 2), np.float32), [1], [1], sharpness=2.0)
    # Both masses are exp(2), the neutral one is exp(1).
    assert np.isclose(share, np.exp(2) / (2 * np.exp(2) + np.exp(1)))


def test_more_liked_items_nearby_protect_their_neighbour() -> None:
    alone = dislike_shares(EMBEDDINGS, [], [1])
    protected = dislike_shares(EMBEDDINGS, [2, 2], [1])
    assert (protected < alone).all()
    # An item counts once, however often it was played.
    assert np.array_equal(protected, dislike_shares(EMBEDDINGS, [2], [1, 1]))


def test_scores_fall_by_share_and_strength() -> None:
    scores = np.log(np.full(5, 0.2, np.float32))
    assert lower_neighbours(scores, EMBEDDINGS, [3], []) is scores
    lowered = lower_neighbours(scores, EMBEDDINGS, [3], [1], strength=2.0)
    assert lowered.dtype == np.float32
    # A probability still, so that what is far from all dislikes rises: the encoder says nothing of
    # some items, which stand where an item of average probability does.
    assert np.isclose(np.exp(lowered).sum(), 1.0)
    falls = scores - lowered - 2.0 * dislike_shares(EMBEDDINGS, [3], [1])
    assert np.allclose(falls, falls[0], atol=1e-6)
    assert lowered[0] < scores[0]
    assert lowered[2] > scores[2]
    assert np.isfinite(lower_neighbours(scores, np.zeros((5, 2), np.float32), [], [2])).all()
