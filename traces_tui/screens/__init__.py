"""One screen a file. Screens compose, ask the workflow and show its answer; nothing else."""
