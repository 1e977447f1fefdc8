"""What the app does, inside the transaction of whoever asks."""
