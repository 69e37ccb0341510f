"""What a person reads: pages, maps, exports."""
