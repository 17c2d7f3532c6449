"""duizhao 对照: what Chinese documents about regions say, how much exactly, and how the regions compare."""
