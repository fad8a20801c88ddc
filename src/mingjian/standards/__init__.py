"""Facts with a source: codes, telephones, addresses, folding of characters, dated law and limits."""
