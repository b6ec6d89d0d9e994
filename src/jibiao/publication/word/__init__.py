"""What is published, as a Word document: the only place that knows python-docx and WordprocessingML."""
