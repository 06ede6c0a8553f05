//! Who asks: sign-in, sessions, tokens of programs.
