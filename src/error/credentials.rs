//! What can go wrong while credentials are looked for, in the original's words.
