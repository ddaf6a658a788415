"""The city's working time: which days and hours count, and limits counted in them."""
