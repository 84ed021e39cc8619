"""What the product must do, checked."""
