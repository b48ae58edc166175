from tests.receiving.handing import paper, world

__all__ = ["paper", "world"]
