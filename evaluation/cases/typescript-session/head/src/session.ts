import type { Store } from './store';

export interface Session {
  id: string;
  userId: string;
  expiresAt: number;
}

export class Sessions {
  private readonly known = new Map<string, Session>();

  constructor(
    private readonly store: Store<Session>,
    private readonly now: () => number,
  ) {}

  async find(id: string): Promise<Session | undefined> {
    const cached = this.known.get(id);
    if (cached !== undefined) return cached;
    const session = await this.store.get(id);
    if (session === undefined || session.expiresAt <= this.now()) return undefined;
    this.known.set(id, session);
    return session;
  }

  async endAll(userId: string): Promise<void> {
    (await this.store.list()).forEach(async (session) => {
      if (session.userId === userId) await this.store.remove(session.id);
    });
  }
}
