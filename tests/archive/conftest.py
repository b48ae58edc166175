from tests.kernel.pdf.test_signatories import root, say

__all__ = ["root", "say"]
