import { json, list } from './answers';
import type { HookSubscription } from './hooks';
import type { Call, Route } from './router';
import { ServiceError } from './service-error';
import { apiUrl } from './wire-collection';

/** What the service tells of subscriptions, and of what became of their deliveries. */
export const hookRoutes: Route[] = [
  { method: 'GET', template: 'hooks/subscriptions', handler: listHooks, undescribed: true },
  {
    method: 'GET',
    template: 'hooks/subscriptions/:hook',
    handler: (call) => json(onWire(call, hookOf(call))),
    undescribed: true,
  },
  { method: 'GET', template: 'hooks/subscriptions/:hook/notifications', handler: notifications, undescribed: true },
];

function listHooks(call: Call) {
  return list(call.collection.hooks.map((hook) => onWire(call, hook)));
}

function notifications(call: Call) {
  const hook = hookOf(call);
  return list(
    hook.notifications.map(({ id, result, answers }) => ({
      id,
      subscriptionId: hook.id,
      status: 'completed',
      result,
      requestAttempts: answers.length,
    })),
  );
}

function onWire({ collection }: Call, { id, url, state, repository, branch, resourceVersion }: HookSubscription) {
  return {
    ...{ id, status: state, publisherId: 'tfs', resourceVersion, url: apiUrl(collection, `hooks/subscriptions/${id}`) },
    ...{
      eventType: 'ms.vss-code.git-pullrequest-comment-event',
      consumerId: 'webHooks',
      consumerActionId: 'httpRequest',
    },
    publisherInputs: { repository: repository?.id ?? '', branch: branch?.replace('refs/heads/', '') ?? '' },
    consumerInputs: { url },
  };
}

function hookOf({ collection, params }: Call): HookSubscription {
  const found = collection.hooks.find(({ id }) => id === params.hook?.toLowerCase());
  if (found) return found;
  throw new ServiceError(404, 'SubscriptionNotFoundException', `The subscription ${params.hook} was not found.`);
}
