"""The State's access to digital resources (GAR): what is sent of those who teach and learn, and what they may open."""
