/** An answer other than 200, in the API's own shape. */
export interface ApiError {
  status: number;
  type: string;
  message: string;
  /** `error.details.error_code`. */
  code?: string;
}

const TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

const MESSAGES: Record<number, string> = {
  402: 'Your credit balance is too low to access the Anthropic API.',
  413: 'Request exceeds the maximum size',
  429: 'This request would exceed your rate limit.',
  529: 'Overloaded',
};

export function apiError(status: number, message?: string, code?: string): ApiError {
  const type = TYPES[status] ?? 'api_error';
  return { status, type, message: message ?? MESSAGES[status] ?? 'Internal server error', ...(code ? { code } : {}) };
}

export function errorBody({ type, message, code }: ApiError, requestId: string): object {
  const details = code ? { details: { error_code: code } } : {};
  return { type: 'error', error: { type, message, ...details }, request_id: requestId };
}
