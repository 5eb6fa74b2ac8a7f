import * as z from 'zod/mini';
import { cutText } from '../../cut-text';
import type { ThreadStatus } from '../../ports/code-host';
import { sha256 } from '../../sha256';
import { CATEGORIES } from '../prompt/candidate';
import type { KnownFinding } from '../triage/known-finding';
import type { PlacedFinding } from '../triage/placed-finding';
import { findHidden, hide, inertJson, parsedObject } from './hidden-text';
import { type Seal, signatureOf, type Trust, trustIn } from './signature';

/** What tells a finding again, and how grave it is: hidden behind its comment, which its author alone can edit. */
export type FindingIdentity = Pick<
  KnownFinding,
  | 'fingerprint'
  | 'twin'
  | 'mark'
  | 'gist'
  | 'side'
  | 'path'
  | 'openedAs'
  | 'severity'
  | 'category'
  | 'enforced'
  | 'title'
>;

export const identityReader = z.object({
  fingerprint: z.string(),
  twin: z.string(),
  mark: z.string(),
  gist: z.string(),
  side: z.enum(['new', 'old']),
  path: z.string(),
  openedAs: z.enum(['active', 'pending', 'fixed', 'wontFix', 'closed', 'byDesign', 'unknown']),
  severity: z.enum(['blocker', 'warning', 'suggestion']),
  category: z.enum(CATEGORIES),
  enforced: z.boolean(),
  title: z.string(),
});

/** As much of an identity as is told among other things. */
export function identityIn(told: Partial<FindingIdentity>): Partial<FindingIdentity> {
  return Object.fromEntries(Object.entries(told).filter(([name]) => name in identityReader.shape));
}

const MARK = 'second-pass-finding';
const VERSION = 1;
const MAX_TITLE_LENGTH = 120;

export interface ToldIdentity {
  identity: FindingIdentity;
  trust: Trust;
  /** Of the review that opened the thread. */
  name: string;
  /** The comment as people see it. */
  shown: string;
  /** True where it bears a signature, be it one that this run cannot check. */
  isSealed: boolean;
  /** True where the comment was written anew: the thread's properties still say what it began with. */
  isRewritten: boolean;
}

/** The identity of a finding as it stands now. */
export function identityOf(finding: PlacedFinding, openedAs: ThreadStatus): FindingIdentity {
  const { fingerprint, twin, mark, gist, severity, category, enforced = false, title, anchor, path } = finding;
  const side = anchor.kind === 'lines' ? anchor.range.side : 'new';
  return { fingerprint, twin, mark, gist, side, path, openedAs, severity, category, enforced, title: short(title) };
}

/** The comment with the identity hidden behind it, signed over both. */
export function withIdentity(shown: string, identity: FindingIdentity, seal: Seal, rewritten?: true): string {
  const json = inertJson({ version: VERSION, name: seal.name, ...identity, rewritten });
  return hide(shown, MARK, json, signatureOf(partsOf(shown, json), seal));
}

/** The identity behind a comment; undefined where none can be read. */
export function readIdentity(content: string, seal: Seal): ToldIdentity | undefined {
  const hidden = findHidden(content, MARK);
  const stored = hidden && parsedObject(hidden.json);
  if (stored === undefined || stored.version !== VERSION) return undefined;
  const { success, data } = identityReader.safeParse(stored);
  if (!success) return undefined;
  const { shown, json, signature } = hidden as NonNullable<typeof hidden>;
  const trust = trustIn(() => partsOf(shown, json), signature, seal);
  return {
    identity: data,
    trust,
    name: String(stored.name),
    shown,
    isRewritten: stored.rewritten === true,
    isSealed: signature !== undefined,
  };
}

/** White space is left out: services and mail programs change it. */
function partsOf(shown: string, json: string): string[] {
  const text = shown.replace(/\s+/g, '');
  return ['finding', json, sha256(text)];
}

function short(title: string): string {
  return cutText(title, MAX_TITLE_LENGTH).replace(/[\ud800-\udbff]$/, '');
}
