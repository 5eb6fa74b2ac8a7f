/** Why a part of the page could not be read. `refused`: no answer came, which is how a missing permission looks. */
export type FailureKind =
  | 'refused'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'tooLarge'
  | 'notReadable'
  | 'service';

export class RestFailure extends Error {
  readonly kind: FailureKind;
  /** 0 when no answer came. */
  readonly status: number;

  constructor(kind: FailureKind, status = 0) {
    super(`${kind} ${status}`);
    this.kind = kind;
    this.status = status;
  }
}

export function failureKind(error: unknown): FailureKind {
  return error instanceof RestFailure ? error.kind : 'service';
}

export function kindOfStatus(status: number): FailureKind {
  if (status === 401 || status === 203) return 'unauthorized';
  if (status === 403) return 'forbidden';
  return status === 404 ? 'notFound' : 'service';
}
