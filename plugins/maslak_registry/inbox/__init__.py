"""What institutions send: verified, appended exactly as sent, and answered with a signed receipt."""
