//! What is tested, one file an area.

//A
//M
mod replay;
mod sigv4;
