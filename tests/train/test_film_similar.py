"""What people watch together, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ilora_workshop.film_similar import SHRINKAGE, watched_together


def test_films_of_the_same_people_are_together() -> None:
    found = watched_together([{3, 5}, {3, 5, 8}, {8}, {99}], np.array([3, 5, 8]))
    # By person 1/2, 1/3 and 1: their products add up to a film's length and to a pair's product.
    of_pair, of_third = 1 / 2 + 1 / 3, 1 / 3
    lengths = [of_pair, of_pair, 1 / 3 + 1]
    assert found[0, 1] == pytest.approx(of_pair / lengths[0] * 2 / (2 + SHRINKAGE))
    expected = of_third / np.sqrt(lengths[0] * lengths[2]) * 1 / (1 + SHRINKAGE)
    assert found[0, 2] == pytest.approx(expected)
    assert np.allclose(found, found.T)
    assert np.diag(found).tolist() == [-1.0] * 3
