"""The State's directory (AAF, 1st and 2nd degree): files of a folder read as a stream, kept as it last said, planned and applied school by school."""
