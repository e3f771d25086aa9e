"""The door to the database: answers that were paid for, and what servers refuse."""
