"""Pages. Each kind of page has its own module; ReportLab is imported when the first page is drawn, not before."""
