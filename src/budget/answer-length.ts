/** Fewer output tokens than this are not worth asking for: a call is shortened to what is left, but not below. */
export const MIN_OUTPUT_TOKENS = 2000;
