"""Papers that complaints carry: drawn, stamped, photographed, forged; nothing here is shared with what checks them."""
