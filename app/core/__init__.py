"""The ground floor: settings, database, clock, ids, languages, logs, security."""
