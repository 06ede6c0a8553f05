//! Messages rendered from `templates/messages`.
