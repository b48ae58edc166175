"""The pages of the oversight: how agencies keep their time limits, without a name of anybody who applied."""
