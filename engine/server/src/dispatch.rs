//! The one road of every command: load, decide, evolve, react, commit, reply.
