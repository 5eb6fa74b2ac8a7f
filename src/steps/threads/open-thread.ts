import type { HostWrite, Iteration, ThreadPlace } from '../../ports/code-host';
import { findingComment, shorten } from '../comments/finding-comment';
import type { LinkBase } from '../comments/links';
import type { Settings } from '../settings/settings';
import type { PlacedFinding } from '../triage/placed-finding';
import { identityOf, withIdentity } from './identity';
import { PROPERTY, THREAD_VERSION } from './properties';
import type { Seal } from './signature';

/** A new thread with its identity: signed behind the text, and in properties for people and older versions. */
export function openThread(
  finding: PlacedFinding,
  iteration: Pick<Iteration, 'id' | 'source'>,
  links: LinkBase,
  seal: Seal,
  { threadStatus, dismissal }: Pick<Settings, 'threadStatus' | 'dismissal'>,
): HostWrite {
  const { anchor } = finding;
  const place = placeOf(finding);
  return {
    kind: 'openThread',
    iteration: iteration.id,
    ...(place ? { place } : {}),
    status: threadStatus,
    content: withIdentity(findingComment(finding, links, { dismissal }), identityOf(finding, threadStatus), seal),
    properties: {
      [PROPERTY.kind]: 'finding',
      [PROPERTY.version]: THREAD_VERSION,
      [PROPERTY.name]: seal.name,
      [PROPERTY.fingerprint]: finding.fingerprint,
      [PROPERTY.twin]: finding.twin,
      [PROPERTY.mark]: finding.mark,
      [PROPERTY.side]: anchor.kind === 'lines' ? anchor.range.side : 'new',
      [PROPERTY.status]: threadStatus,
      [PROPERTY.severity]: finding.severity,
      [PROPERTY.category]: finding.category,
      [PROPERTY.title]: shorten(finding.title, 200),
      [PROPERTY.source]: iteration.source,
      [PROPERTY.enforced]: String(finding.enforced === true),
    },
  };
}

function placeOf({ anchor }: PlacedFinding): ThreadPlace | undefined {
  if (anchor.kind === 'lines') return { path: anchor.path, range: anchor.range, endLineLength: anchor.endLineLength };
  return anchor.kind === 'file' ? { path: anchor.path } : undefined;
}
