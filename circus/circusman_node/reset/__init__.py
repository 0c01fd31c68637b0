"""`reset`: a service's folders are moved aside, all or none, and removed later."""
