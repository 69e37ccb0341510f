"""What fell where: SI floats in, SI floats out; no clock, no disk, no network."""
