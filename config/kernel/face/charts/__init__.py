"""Charts as SVG made on the server: the same picture in a page and in a PDF.

Geometry stands in attributes and is exact to a tenth of a unit. Colour comes by class; the same colours stand
as presentation attributes, which any stylesheet overrides, since the PDF renderer gives inline SVG no styles.
Values are integers in hundredths of a percent point (7939 is 79,39%).
"""

from config.kernel.face.charts.bars import Bar, bars, gap
from config.kernel.face.charts.drawing import Chart
from config.kernel.face.charts.stacked import Part, rankbar, stacked
from config.kernel.face.charts.trend import Point, trend

__all__ = ["Bar", "Chart", "Part", "Point", "bars", "gap", "rankbar", "stacked", "trend"]
