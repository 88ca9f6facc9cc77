"""Which item of one list an item of another is: by ids, and by titles that are made comparable."""
