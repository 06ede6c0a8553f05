//! The calendars of `processes/calendars` against the acceptance cases, the published years, an
//! independent library and the laws of counting.

#[cfg(test)]
mod acceptance;
#[cfg(test)]
mod account;
#[cfg(test)]
mod amendments;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod files;
#[cfg(test)]
mod hours;
#[cfg(test)]
mod office;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod years;
