"""Window floor: the views. Widgets that show core's values and tell the engine what the user wishes."""
