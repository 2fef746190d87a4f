"""What people bring along: reports of interviews, postings, CVs, notes; read, taken apart, matched to the bank."""
