"""Who people are: users who sign in, and the dated roles they hold."""
