"""What people read: sentences, numbers, money and dates in their language."""
