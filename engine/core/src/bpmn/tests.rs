mod conformance;
mod exchange;
mod play;
mod small;
