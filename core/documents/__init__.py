"""Documents of many formats, translated with their structure, tags and placeholders kept."""
