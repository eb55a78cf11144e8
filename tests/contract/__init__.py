"""One truth: the same cases against the sandbox and against what it stands for."""
