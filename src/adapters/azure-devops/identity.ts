import type { Identity } from '../../ports/code-host';
import type { IdentityShape } from './shapes';

/** Descriptors and names by which the service tells its own accounts, service principals and the like from people. */
const SERVICE = /^(?:svc|s2s|aadsp|acs|agg|imp)\.|^Microsoft\.TeamFoundation\.ServiceIdentity/i;
const SERVICE_NAME = /^(?:Build|Service|AgentPool|Release|GitHub App|TeamFoundationService)\\/i;
const GROUP = /^(?:vssgp|aadgp|wingp)\./i;

/** An account as it signs what it wrote; one that the service no longer knows signs with nothing. */
export function identityOf(shape: IdentityShape | null | undefined): Identity {
  if (!shape) return { id: '', name: '', nature: 'gone' };
  const nature = natureOf(shape);
  return { id: shape.id, name: shape.displayName ?? '', ...(nature ? { nature } : {}) };
}

function natureOf({
  descriptor,
  uniqueName,
  isContainer,
  inactive,
  isDeletedInOrigin,
}: IdentityShape): Identity['nature'] {
  if (inactive || isDeletedInOrigin) return 'gone';
  if (isContainer || GROUP.test(descriptor ?? '')) return 'group';
  return SERVICE.test(descriptor ?? '') || SERVICE_NAME.test(uniqueName ?? '') ? 'service' : undefined;
}
