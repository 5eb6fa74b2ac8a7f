import { json, list } from './answers';
import { type Collection, sameText } from './collection';
import type { Identity } from './model';
import { type Call, queryValue, type Route } from './router';
import { ServiceError } from './service-error';

/** A group of the organisation; its members may be groups. */
export interface Group {
  id: string;
  /** `[Project]\\Name` */
  name: string;
  members: readonly string[];
}

export const peopleRoutes: Route[] = [
  { method: 'GET', template: 'identities', handler: findIdentities, undescribed: true },
  { method: 'GET', template: 'wit/workItems/:item', handler: workItem, undescribed: true },
];

/** By ids, or by a search that also finds names which merely begin so. */
function findIdentities(call: Call) {
  const { collection } = call;
  if (collection.hidesPeople) {
    const message = `TF400813: The user '${call.identity.displayName}' is not authorized to access this resource.`;
    throw new ServiceError(403, 'UnauthorizedRequestException', message);
  }
  const ids = queryValue(call, 'identityIds')?.split(',');
  const words = queryValue(call, 'filterValue')?.toLowerCase() ?? '';
  const all = [...[...collection.identities.values()].map(personOnWire), ...collection.groups.map(groupOnWire)];
  const found = all.filter(({ id, providerDisplayName, properties }) => {
    if (ids) return ids.some((one) => sameText(one, id));
    const account = String(properties.Account?.$value ?? '');
    return [providerDisplayName, account].some((name) => name.toLowerCase().startsWith(words));
  });
  const isUp = queryValue(call, 'queryMembership') === 'ExpandedUp';
  return list(
    found.map((one) => ({ ...one, memberOf: isUp ? groupsAbove(collection, one.id).map(descriptorOf) : [] })),
  );
}

type Properties = { Account?: { $type: string; $value: string } };

function personOnWire({ id, displayName, uniqueName }: Identity) {
  const properties: Properties = { Account: { $type: 'System.String', $value: uniqueName } };
  return {
    ...{ id, isActive: true, isContainer: false, providerDisplayName: displayName, properties },
    descriptor: `Microsoft.IdentityModel.Claims.ClaimsIdentity;${uniqueName}`,
  };
}

function groupOnWire(group: Group) {
  const properties: Properties = {};
  return {
    ...{ id: group.id, isActive: true, isContainer: true, providerDisplayName: group.name, properties },
    descriptor: descriptorOf(group),
  };
}

function descriptorOf({ id }: Group): string {
  return `Microsoft.TeamFoundation.Identity;S-1-9-${id}`;
}

function groupsAbove({ groups }: Collection, id: string): Group[] {
  const found: Group[] = [];
  for (let wanted = [id]; wanted.length > 0; ) {
    const above = groups.filter((one) => !found.includes(one) && one.members.some((member) => wanted.includes(member)));
    found.push(...above);
    wanted = above.map((one) => one.id);
  }
  return found;
}

function workItem(call: Call) {
  const id = Number(call.params.item);
  const fields = call.collection.workItems.get(id);
  if (!fields) {
    const message = `TF401232: Work item ${id} does not exist, or you do not have permissions to read it.`;
    throw new ServiceError(404, 'WorkItemUnauthorizedAccessException', message);
  }
  return json({ id, rev: 3, fields });
}
