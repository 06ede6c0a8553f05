//! Workers built into the product.
