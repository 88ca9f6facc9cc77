"""Points in time as programs and people write them: epochs, dates as text, zones by name."""
