"""The screens; the only place that imports Qt, and it knows neither data nor devices."""
