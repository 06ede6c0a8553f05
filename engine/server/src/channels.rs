//! The ways a message leaves: SMTP, or a folder of mail files.
