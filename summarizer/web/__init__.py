"""Articles at addresses: `fetch` gets one page, `guard` keeps the request on the public net, `copies` keeps the page beside its result."""
