"""The face: what every page shares. Navigation as data, template tags, charts, error pages."""
