import { SecondPassError } from '../../errors';
import { bodyTexts } from './body-texts';

/** Where a request may go, and what it must not hold. */
export interface OutboundRules {
  /** True for hosts that an input, a setting of the agent or a service connection names; absent: all. */
  mayReach?: ((host: string) => boolean) | undefined;
  /** True when a text holds something of a secret of the run; absent: nothing is known. */
  holdsSecret?: ((text: string) => boolean) | undefined;
}

interface Outgoing {
  method: string;
  url: URL;
  body?: string | undefined;
  /** True where handing over a token is what the request is for. */
  carriesToken?: boolean | undefined;
}

/**
 * The last look before a request leaves; the headers are made by adapters from what they were given.
 * @throws SecondPassError `host-not-named`, `secret-in-request`
 */
export function checkOutgoing(
  { method, url, body = '', carriesToken = false }: Outgoing,
  { mayReach, holdsSecret }: OutboundRules,
): void {
  if (mayReach && !mayReach(url.host)) throw foreignHost(method, url.host);
  if (holdsSecret === undefined) return;
  const texts = carriesToken || body === '' ? [url.href] : [url.href, ...bodyTexts(body)];
  if (texts.some(holdsSecret)) throw secretInside(method, url.host);
}

function foreignHost(method: string, host: string): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'host-not-named',
    message: `No request was sent (${method}) to ${host}: no input, no setting of the agent and no service connection names it.`,
    advice: 'If this host belongs to your set-up, name it in the input or connection that it is for.',
  });
}

function secretInside(method: string, host: string): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'secret-in-request',
    message: `A request (${method}) to ${host} was not sent: it held a secret of this run outside of its authorization.`,
    advice: 'Please report it with the log of this run.',
  });
}
