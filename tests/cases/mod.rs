//! What is tested, one file an area.

mod architecture;
mod model;
mod readme;
mod replay;
mod sigv4;
