"""`make screenshots`: pictures of what people receive, made from the demo's hospital as it runs."""
