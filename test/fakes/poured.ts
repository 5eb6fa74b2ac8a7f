import type { Repository } from '../../src/ports/repository';

/** `pour` of a repository whose files are small. */
export function poured(read: Repository['read']): Repository['pour'] {
  return async (id, take, most) => {
    const content = (await read([id])).get(id);
    if (content === undefined || content.length > most) return false;
    take(content);
    return true;
  };
}
