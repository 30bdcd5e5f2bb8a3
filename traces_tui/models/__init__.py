"""Tables, connection and migrations. Only the workflow and the mail room come here."""
