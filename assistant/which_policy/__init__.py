"""Which policy a question means (问的是哪份文件): by title, place, number, year, issuer and words; and whether it is another edition or place."""
