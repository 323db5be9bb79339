"""How people use it (怎么用): the command line, the page, the HTTP interface, 管理, and what turns records into what is read."""
