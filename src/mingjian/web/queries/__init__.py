"""What pages ask of a run: all SQL stands here, and comes out as frozen dataclasses."""
