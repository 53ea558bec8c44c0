"""One message to two hundred and to a thousand browsers, beside a bare broadcast and plain Channels groups."""
