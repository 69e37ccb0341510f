"""The links of the first spine: each takes the draw so far and gives what comes next, with its trace."""
