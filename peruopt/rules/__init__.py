"""What a post must respect before anybody sees it: the networks and the law."""
