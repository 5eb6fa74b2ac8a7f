import type { Answer } from '../answers';
import { empty } from '../answers';
import type { Collection } from '../collection';
import type { Incoming } from '../dispatch';

export async function applySuggestion(_collection: Collection, _incoming: Incoming): Promise<Answer> {
  return empty(501);
}
