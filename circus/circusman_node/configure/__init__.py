"""`configure`: a request becomes files of a service, all or none, with a record of what they were made for."""
