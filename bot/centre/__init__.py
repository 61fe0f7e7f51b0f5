"""What is known of the centre itself: telephone, e-mail, web page, opening hours, waiting time, address."""
