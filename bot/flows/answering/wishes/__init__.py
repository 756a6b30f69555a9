"""What people wish for themselves: to be told, to be asked otherwise, to have their data or to be forgotten."""
