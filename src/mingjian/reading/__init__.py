"""From a file to pages, text with places and sound: decoded in a sandbox, extracted once."""
