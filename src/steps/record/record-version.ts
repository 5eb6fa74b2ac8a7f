/** Raised when a member changes its meaning; adding members does not raise it. */
export const RECORD_VERSION = 2;
